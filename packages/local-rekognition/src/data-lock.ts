import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LOCK_FILE = 'process-id';

/**
 * Keeps a directory to one process: two services on the same logs would write over each other's records. What
 * a process that was killed has left is taken over.
 *
 * @returns what gives the directory free again
 * @throws Error that names the process that has it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, LOCK_FILE);
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // a container gives each start the same process id: our own, found here, was that of one that was killed
  if (holder > 0 && holder !== process.pid && isRunning(holder)) {
    throw new Error(
      `${dataDir} is in use by process ${holder}: end it, take another directory, or delete ${file} if that process is something else`,
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
