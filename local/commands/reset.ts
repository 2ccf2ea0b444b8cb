import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../demo/photo.ts';
import { runningCloud } from './running-cloud.ts';

/** Converted face models are kept: they are the same at every start and take seconds to make. */
const KEPT = { folder: 'rekognition', entry: 'models' };

/** Deletes all data of the local cloud. Refuses while it runs. */
export async function resetData(directory: string, print: (line: string) => void): Promise<void> {
  const cloud = await runningCloud(directory);
  if (cloud)
    throw new InputError(`the local cloud is running at ${cloud.endpoint}; stop it before you reset`);
  const dataDir = join(directory, 'data');
  await removeEntries(dataDir, KEPT.folder);
  await removeEntries(join(dataDir, KEPT.folder), KEPT.entry);
  print(`deleted all data in ${dataDir}; the next npm start begins empty`);
}

/** Removes every entry of a folder except the named one. A missing folder counts as empty. */
async function removeEntries(folder: string, kept: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  for (const entry of entries) {
    if (entry !== kept) await rm(join(folder, entry), { recursive: true, force: true });
  }
}
