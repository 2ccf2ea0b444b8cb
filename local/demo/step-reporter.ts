export interface StepResult<T> {
  readonly value: T;
  /** Text shown to the reader. */
  readonly result: string;
  /** @default true */
  readonly good?: boolean;
}

/** Shows progress to a reader: one line per step with its duration and result. */
export interface StepReporter {
  /** Runs a step, then prints its duration and result. */
  run<T>(name: string, work: () => Promise<StepResult<T>>): Promise<T>;
  /** Prints a step that ran elsewhere. */
  report(name: string, durationMs: number, good: boolean, result: string): void;
}

const NAME_WIDTH = 34;
const TIME_WIDTH = 8;

export function printedSteps(print: (line: string) => void): StepReporter {
  const report = (name: string, durationMs: number, good: boolean, result: string) =>
    print(
      `  ${good ? '✓' : '✗'} ${name.padEnd(NAME_WIDTH)}${`${Math.round(durationMs)} ms`.padStart(TIME_WIDTH)}  ${result}`,
    );
  return {
    report,
    run: async (name, work) => {
      const started = performance.now();
      try {
        const { value, result, good = true } = await work();
        report(name, performance.now() - started, good, result);
        return value;
      } catch (error) {
        report(
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
