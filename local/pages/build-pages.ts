import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeOldAssemblies, useAssembly } from '../start/assemblies.ts';
import { hashOf, isThere } from '../start/hash-of-sources.ts';
import { runNode } from '../start/run-node.ts';

/** Sources of the pages. */
const SOURCES = [
  'web/build',
  'web/capture',
  'web/console',
  'web/ops',
  'web/public',
  'web/src',
  'web/vite.config.ts',
  'packages/client/src',
  'packages/local-rekognition/src/testing/liveness-page',
  'package-lock.json',
];

/**
 * Builds the pages in a Node.js process of its own, unless they were built from the same sources before.
 * @param root folder of the project
 * @param directory for builds, each named by the hash of its sources and never changed
 * @returns folder with the pages
 * @throws Error with the output of the build
 */
export async function buildPages(root: string, directory: string): Promise<string> {
  const builds = join(directory, 'web');
  const name = await hashOf(root, SOURCES);
  const built = join(builds, name);
  await useAssembly(builds, name);
  if (await isThere(join(built, 'site.json'))) return built;
  await mkdir(builds, { recursive: true });
  const unfinished = await mkdtemp(join(builds, 'unfinished-'));
  const vite = ['--import', 'tsx', 'node_modules/vite/bin/vite.js', 'build', 'web'];
  try {
    // a test has another one, by which React would be that of developers: larger, and not what is deployed
    const environment = { NODE_ENV: 'production' };
    await runNode(root, [...vite, '--configLoader', 'native', '--outDir', unfinished], environment);
    await rename(unfinished, built);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // another process made the same build in the meantime
    if (!(await isThere(join(built, 'site.json'))))
      throw new Error(`the pages could not be built:\n${(error as Error).message}`);
  }
  await removeOldAssemblies(builds);
  return built;
}
