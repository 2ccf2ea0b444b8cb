import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from '../../local/start/synthesize.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Synthesizes what nearly all flows start from, before each of their processes would do so beside the others. */
export async function setup(): Promise<void> {
  await synthesize(root, join(root, '.local'));
}
