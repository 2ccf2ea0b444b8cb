import { type ParseArgsConfig, parseArgs } from 'node:util';
import { InputError } from '../demo/photo.ts';
import { type Ending, watchForEnd } from './ending.ts';
import { print } from './output.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

export interface CommandInput<O extends Options> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
}

export interface Command<O extends Options> {
  /** How the command is called, for `--help` and wrong arguments. */
  readonly usage: string;
  readonly options: O;
  readonly allowPositionals?: boolean;
  readonly main: (input: CommandInput<O>, ending: Ending) => Promise<void>;
  /** Line for programs, printed last when the command fails. */
  readonly failureLine?: (error: unknown, words: readonly string[]) => string | undefined;
}

/** The arguments are wrong; shown with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command of the laptop: reads its arguments, reports its failure, and ends it on a signal. */
export async function runCommand<O extends Options>(command: Command<O>): Promise<void> {
  const words = process.argv.slice(2);
  await runReported(async (ending) => {
    let lastLine: string | undefined;
    // the first to be registered is the last to run
    ending.onEnd(async () => {
      if (lastLine !== undefined) print(lastLine);
    });
    try {
      const input = readArguments(command, words);
      if (input === 'help') return print(`usage: ${command.usage}`);
      await command.main(input, ending);
    } catch (error) {
      lastLine = command.failureLine?.(error, words);
      if (!(error instanceof UsageError)) throw error;
      throw new InputError(`${error.message}\n\nusage: ${command.usage}`, { cause: error });
    }
  });
}

/** Runs a program that reads its own arguments; its failures and its end are those of every command. */
export async function runReported(main: (ending: Ending) => Promise<void>): Promise<void> {
  const ending = watchForEnd();
  try {
    await main(ending);
    await ending.done();
  } catch (error) {
    ending.fail(error);
  }
}

/**
 * Reads the arguments of a command.
 * @returns 'help' when they ask for it
 * @throws UsageError
 */
export function readArguments<O extends Options>(
  { options, allowPositionals = false }: Pick<Command<O>, 'options' | 'allowPositionals'>,
  words: readonly string[],
): CommandInput<O> | 'help' {
  if (words.includes('--help') || words.includes('-h')) return 'help';
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals });
    return { values: values as Values<O>, positionals };
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}
