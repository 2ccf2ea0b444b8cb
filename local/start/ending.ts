import { describeFailure } from './failure.ts';

/** Closing takes a second; nobody waits for one that hangs. */
const CLOSE_LIMIT_MS = 10_000;
const PARENT_CHECK_MS = 1000;
/** Shells report a program that a signal ended as 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof EXIT_CODES;

/** The one way in which a command of the laptop ends before its work is done. */
export interface Ending {
  /** Runs before the process ends, the last one first. */
  onEnd(close: () => Promise<void>): void;
  /** Closes what the finished command has opened, unless it goes on until a signal; keeps its exit code. */
  done(): Promise<void>;
  /** From now on a signal is how this command is meant to end: exit code 0. */
  endsOnSignal(): void;
  /** Reports why the command cannot go on, and ends it with exit code 1. */
  fail(error: unknown): void;
}

/** Watches for signals, for a reader that has closed the pipe, and for errors that nobody catches. */
export function watchForEnd(): Ending {
  const closers: (() => Promise<void>)[] = [];
  let isEnding = false;
  let isMeant = false;

  const end = async (code: number): Promise<void> => {
    // npm passes on a signal that the terminal has sent already
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(code), CLOSE_LIMIT_MS).unref();
    // what is closed fails work under way, which nobody needs any more
    for (const close of closers.toReversed()) await close().catch(() => {});
    process.exit(code);
  };
  const endBySignal = (signal: Signal) => void end(isMeant ? 0 : EXIT_CODES[signal]);
  const fail = async (error: unknown): Promise<void> => {
    if (isEnding) return;
    process.stderr.write(`\n  ${await describeFailure(error)}\n\n`);
    await end(1);
  };

  for (const signal of Object.keys(EXIT_CODES) as Signal[]) process.on(signal, endBySignal);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') void end(0);
    });
  }
  endWithNpm(() => endBySignal('SIGTERM'));
  return {
    onEnd: (close) => void closers.push(close),
    endsOnSignal: () => {
      isMeant = true;
    },
    done: async () => {
      if (!isMeant) await end(Number(process.exitCode ?? 0));
    },
    fail: (error) => void fail(error),
  };
}

/** npm passes a SIGTERM to its shell, which ends without passing it on: this process gets another parent. */
function endWithNpm(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS).unref();
}
