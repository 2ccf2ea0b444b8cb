import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../demo/photo.ts';
import { runningCloud } from './running-cloud.ts';

/** Converted face models are no data: they are the same at every start and take seconds to make. */
const KEPT = { folder: 'rekognition', entry: 'models' };

/** Deletes everything that the local cloud knows. Refuses while it runs. */
export async function resetData(directory: string, print: (line: string) => void): Promise<void> {
  const cloud = await runningCloud(directory);
  if (cloud) throw new InputError(`the local cloud runs at ${cloud.endpoint}; stop it first, then reset`);
  const dataDir = join(directory, 'data');
  await removeEntries(dataDir, KEPT.folder);
  await removeEntries(join(dataDir, KEPT.folder), KEPT.entry);
  print(`everything in ${dataDir} is forgotten; npm start begins anew`);
}

/** Removes what a folder holds, but not the entry of this name. A folder that is not there holds nothing. */
async function removeEntries(folder: string, kept: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  for (const entry of entries) {
    if (entry !== kept) await rm(join(folder, entry), { recursive: true, force: true });
  }
}
