import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackAddress } from './local-stack.ts';

/** Timeout for a running stack to answer. */
const ANSWER_MS = 1000;

/** Finds the stack that another process announced in a folder, if it still answers. */
export async function findRunningStack(directory: string): Promise<StackAddress | undefined> {
  try {
    const address = JSON.parse(await readFile(join(directory, 'running.json'), 'utf8')) as StackAddress;
    const health = await fetch(`${address.endpoint}/_local/status`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return health.ok ? address : undefined;
  } catch {
    return undefined;
  }
}
