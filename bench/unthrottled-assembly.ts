import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCAL_FOLDER } from '../local/start/places.ts';
import { synthesize } from '../local/start/synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Copies the stage's templates without its throttle and its limits of
 * calls: a bench asks what the machine can do, not what the stage allows.
 * @param folder of the copy, below the folder for local files
 */
export async function unthrottledAssembly(folder: string): Promise<string> {
  const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
  const copy = join(root, LOCAL_FOLDER, folder);
  await rm(copy, { recursive: true, force: true });
  await cp(cdkOut, copy, { recursive: true });
  for (const file of await readdir(copy)) {
    if (!file.endsWith('.template.json')) continue;
    const text = await readFile(join(copy, file), 'utf8');
    await writeFile(
      join(copy, file),
      text
        .replace(/"Throttling(Rate|Burst)Limit": \d+/g, '"Throttling$1Limit": 1000000')
        .replace(/\\"(perSecond|burst)\\":\d+/g, '\\"$1\\":10000'),
    );
  }
  return copy;
}
