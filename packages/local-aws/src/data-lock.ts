import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartRefused } from './start-refused.ts';

/** Who uses a data directory. */
interface Holder {
  readonly process_id: number;
  readonly endpoint: string;
}

/** A local cloud that is still starting accepts a connection but answers later. */
const ANSWER_MS = 1000;

/**
 * Keeps a second process from writing to the same data: two of them would tear each other's files. What
 * counts is whether the holder answers, since a crash leaves its notice behind and process numbers are used
 * again.
 * @param endpoint address that this process listens on already
 * @returns a function that gives the directory free again
 * @throws StartRefused that names the process that has it
 */
export async function lockData(dataDir: string, endpoint: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'in-use.json');
  const holder = await readHolder(file);
  if (holder && holder.endpoint !== endpoint && (await answers(holder))) {
    throw new StartRefused(
      `${dataDir} is in use by process ${holder.process_id} at ${holder.endpoint}; stop that one first`,
    );
  }
  const self: Holder = { process_id: process.pid, endpoint };
  await writeFile(file, JSON.stringify(self));
  return () => rm(file, { force: true });
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    // there is none, or a crash cut the notice off while its process was starting
    return undefined;
  }
}

async function answers({ endpoint, process_id }: Holder): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_local/status`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return ((await response.json()) as Holder).process_id === process_id;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError';
  }
}
