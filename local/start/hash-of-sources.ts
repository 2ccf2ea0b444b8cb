import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Characters of a hash that name a folder. */
const NAME_LENGTH = 16;

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Hashes the files that something is built from, with their paths.
 * @param root folder of the project
 * @param sources files and folders below it
 * @param settings that the result depends on as well
 * @returns hexadecimal characters, enough to name what is built
 */
export async function hashOf(
  root: string,
  sources: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const files = (await Promise.all(sources.map((source) => filesBelow(join(root, source))))).flat().sort();
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const file of files)
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex').slice(0, NAME_LENGTH);
}

async function filesBelow(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
