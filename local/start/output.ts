import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '@face-idv/local-aws';
import { InputError } from '../demo/photo.ts';
import { ApiProblem } from '../demo/verification-api.ts';

/** Prints a line to the terminal. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Logs the local cloud to a file; errors are printed as well. */
export function cloudLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true });
  return ({ level, source, message }) => {
    appendFileSync(file, `${new Date().toISOString()} ${level} ${source} ${message}\n`);
    if (level === 'error') print(`  ! ${source}: ${message} (see ${file})`);
  };
}

/** Exits with code 1. An error that the user can fix is printed as a sentence; any other shows its stack. */
export function reportAndExit(error: unknown): never {
  if (error instanceof InputError) print(`\n  ${error.message}\n`);
  else if (error instanceof ApiProblem)
    print(`\n  the API returned ${error.code} (HTTP ${error.status}): ${error.message}\n`);
  else print(`\n  ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
