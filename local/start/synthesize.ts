import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runNode } from './run-node.ts';

/** Sources of the templates and functions; a change in any of them requires a new synthesis. */
const SOURCES = ['bin', 'lib', 'lambda', 'cdk.json', 'package-lock.json', 'tsconfig.json'];

export interface Synthesis {
  /** Folder with the cloud assembly. */
  readonly cdkOut: string;
  /** False if nothing had changed since the last synthesis. */
  readonly made: boolean;
}

/** Assemblies to keep: the current one and those that running stacks were started from. */
const KEPT_ASSEMBLIES = 4;

/**
 * Synthesizes the app for the laptop in a Node.js process of its own, without network: the templates and
 * function bundles of the stage `local`. Validation and the image layer are skipped, since only deployments
 * need them. An assembly is named by the hash of its sources and never changed, so a running stack keeps the
 * code it started with.
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
  const cdkOut = join(assemblies, (await hashOf(root, context)).slice(0, 16));
  if (await isThere(join(cdkOut, 'manifest.json'))) return { cdkOut, made: false };
  await mkdir(assemblies, { recursive: true });
  const unfinished = await mkdtemp(join(assemblies, 'unfinished-'));
  const flags = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8')) as { context: object };
  await run(root, {
    ...homeIn(directory),
    CDK_OUTDIR: unfinished,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({
      ...flags.context,
      stage: 'local',
      'image-layer': 'skip',
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
  return { cdkOut, made: true };
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function removeOldAssemblies(assemblies: string): Promise<void> {
  const names = await readdir(assemblies);
  const dated = await Promise.all(
    names.map(async (name) => ({
      path: join(assemblies, name),
      made: (await stat(join(assemblies, name))).mtimeMs,
    })),
  );
  const old = dated.sort((one, other) => other.made - one.made).slice(KEPT_ASSEMBLIES);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}

async function hashOf(root: string, context: Readonly<Record<string, string>>): Promise<string> {
  const files = (await Promise.all(SOURCES.map((source) => filesBelow(join(root, source))))).flat().sort();
  const hash = createHash('sha256').update(JSON.stringify(context));
  for (const file of files)
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
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
