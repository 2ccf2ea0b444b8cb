import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '@face-idv/local-aws';

/** Prints a line to the terminal. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Logs the local cloud to a file; the first line of an error is printed as well.
 * @param onFault when the file cannot be written: its folder is gone, or the disk is full
 */
export function cloudLog(file: string, onFault: (error: unknown) => void): Log {
  mkdirSync(dirname(file), { recursive: true });
  return ({ level, source, message }) => {
    try {
      appendFileSync(file, `${new Date().toISOString()} ${level} ${source} ${message}\n`);
    } catch (error) {
      return onFault(error);
    }
    if (level === 'error') print(`  ! ${source}: ${message.split('\n')[0]} (see ${file})`);
  };
}
