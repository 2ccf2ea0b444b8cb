import { existsSync } from 'node:fs';
import { InputError } from '../demo/photo.ts';
import type { Ending } from './ending.ts';
import { DATA_GONE } from './failure.ts';

const CHECK_MS = 1000;

/** Ends the command when the folder of its data is deleted: each request would fail in a way of its own. */
export function endWithFolder(directory: string, ending: Pick<Ending, 'fail'>): void {
  const check = setInterval(() => {
    if (existsSync(directory)) return;
    clearInterval(check);
    ending.fail(new InputError(DATA_GONE));
  }, CHECK_MS).unref();
}
