import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from '../../../local/pages/build-pages.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the pages once, before each process that opens them would do so beside the others. */
export async function setup(): Promise<void> {
  await buildPages(root, join(root, '.local'));
}
