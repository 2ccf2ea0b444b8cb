import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keeps a second process from writing to the same data: two of them would tear each other's files.
 * @returns a function that gives the directory free again; a crash leaves a lock that the next process takes over.
 * @throws Error that names the process that has it.
 */
export async function lockData(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'process-id');
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder > 0 && isRunning(holder)) {
    throw new Error(
      `${dataDir} is in use by process ${holder}; stop that one first (or delete ${file} if it is no local cloud)`,
    );
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
