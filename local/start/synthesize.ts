import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { removeOldAssemblies, useAssembly } from './assemblies.ts';
import { hashOf, isThere } from './hash-of-sources.ts';
import { runNode } from './run-node.ts';

/** Sources of the templates and functions; a change in any of them requires a new synthesis. */
const SOURCES = ['bin', 'lib', 'lambda', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

/** Those of them that the functions are bundled from: a change of the config leaves the bundles valid. */
const BUNDLED = ['lambda', 'lib/constructs/handler-bundles.ts', 'package-lock.json', 'tsconfig.json'];

export interface Synthesis {
  /** Folder with the cloud assembly. */
  readonly cdkOut: string;
  /** Folder with the bundles of its functions, which later syntheses may have removed. */
  readonly bundles: string;
  /** False if nothing had changed since the last synthesis. */
  readonly made: boolean;
}

/**
 * Synthesizes the app for the laptop in a Node.js process of its own, without network: the templates and
 * function bundles of the stage `local`. Validation and the image layer are skipped, since only deployments
 * need them. An assembly is named by the hash of its sources, never changed, and kept while the process
 * that asked for it runs, so a running stack keeps the code it started with.
 * @param root folder of the project
 * @param directory for assemblies
 * @param context CDK context values in addition to those of `npm start`, such as
 * `{ 'second-region': 'eu-central-1' }`
 * @throws Error with the output of the synthesis
 */
export async function synthesize(
  root: string,
  directory: string,
  context: Readonly<Record<string, string>> = {},
): Promise<Synthesis> {
  const assemblies = join(directory, 'cdk.out');
  const name = await hashOf(root, SOURCES, context);
  const cdkOut = join(assemblies, name);
  await useAssembly(assemblies, name);
  const bundles = join(assemblies, `bundles-${await hashOf(root, BUNDLED)}`);
  await useAssembly(assemblies, basename(bundles));
  if (await isThere(join(cdkOut, 'manifest.json'))) return { cdkOut, bundles, made: false };
  const unfinished = await mkdtemp(join(assemblies, 'unfinished-'));
  await useAssembly(assemblies, basename(unfinished));
  const flags = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')) as { context: object };
  await run(root, {
    ...homeIn(directory),
    CDK_OUTDIR: unfinished,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({
      ...flags.context,
      stage: 'local',
      'image-layer': 'skip',
      'handler-bundles': bundles,
      ...context,
    }),
  });
  try {
    await rename(unfinished, cdkOut);
  } catch (error) {
    // another process made the same assembly in the meantime: same sources, same result
    if (!(await isThere(join(cdkOut, 'manifest.json')))) throw error;
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeOldAssemblies(assemblies);
  return { cdkOut, bundles, made: true };
}

/** The CDK keeps fingerprints of files in a home; here everything is kept in the project's own folder. */
function homeIn(directory: string): Readonly<Record<string, string>> {
  const home = join(directory, 'home');
  return { HOME: home, USERPROFILE: home };
}

async function run(root: string, environment: Readonly<Record<string, string>>): Promise<void> {
  try {
    await runNode(root, ['--import', 'tsx', 'bin/app.ts'], environment);
  } catch (error) {
    throw new Error(`the app could not be synthesized:\n${(error as Error).message}`);
  }
}
