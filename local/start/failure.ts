import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiProblem } from '@face-idv/client';
import { InputError } from '../demo/photo.ts';

import { LOCAL_FOLDER } from './places.ts';

/** Assemblies, converted models and the data of a few registrations. */
const NEEDED_MB = 140;
/** The largest file is a converted model of 22 MB. */
const LARGEST_FILE_MB = 25;
const LOCAL_DIRECTORY = fileURLToPath(new URL(`../../${LOCAL_FOLDER}`, import.meta.url));

/** A sentence for a local cloud that lost its data. */
export const DATA_GONE = `files in ${LOCAL_FOLDER} are gone: it was deleted while the local cloud was running; start it again with: npm start`;

/** A sentence for a failure that the user can fix; any other failure with its stack. */
export async function describeFailure(error: unknown): Promise<string> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // a full disk shows as what failed first: a bundle, a photo, a table
  const isFull = /ENOSPC|no space left/i.test(text);
  if (isFull || (!(error instanceof InputError) && (await freeMb()) < LARGEST_FILE_MB))
    return `no space left in ${LOCAL_FOLDER}: about ${NEEDED_MB} MB are needed; free some space, then try again`;
  if (error instanceof InputError) return error.message;
  if (error instanceof ApiProblem)
    return `the API returned ${error.code} (HTTP ${error.status}): ${error.message}`;
  if (isLost(error, text)) return DATA_GONE;
  return text;
}

const isLost = (error: unknown, text: string): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' &&
  text.includes(join(LOCAL_DIRECTORY, '/'));

/** Megabytes that are free where the folder lies; infinite where that cannot be known. */
async function freeMb(): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(LOCAL_DIRECTORY);
    return (bavail * bsize) / 1e6;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
