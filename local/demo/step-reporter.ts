export interface StepResult<T> {
  readonly value: T;
  /** What the reader is told. */
  readonly result: string;
  /** @default true */
  readonly good?: boolean;
}

/** Shows a reader what is going on, one line a step with its time and result. */
export interface StepReporter {
  /** Runs a step and prints how long it took and what came of it. */
  run<T>(name: string, work: () => Promise<StepResult<T>>): Promise<T>;
  /** Prints a step that ran elsewhere. */
  tell(name: string, durationMs: number, good: boolean, result: string): void;
}

const NAME_WIDTH = 34;
const TIME_WIDTH = 8;

export function printedSteps(print: (line: string) => void): StepReporter {
  const tell = (name: string, durationMs: number, good: boolean, result: string) =>
    print(
      `  ${good ? '✓' : '✗'} ${name.padEnd(NAME_WIDTH)}${`${Math.round(durationMs)} ms`.padStart(TIME_WIDTH)}  ${result}`,
    );
  return {
    tell,
    run: async (name, work) => {
      const started = performance.now();
      try {
        const { value, result, good = true } = await work();
        tell(name, performance.now() - started, good, result);
        return value;
      } catch (error) {
        tell(
          name,
          performance.now() - started,
          false,
          error instanceof Error ? error.message : String(error),
        );
        throw error;
      }
    },
  };
}
