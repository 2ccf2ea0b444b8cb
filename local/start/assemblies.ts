import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Assemblies to keep beside those in use, so that going back to an earlier state needs no synthesis. */
const KEPT_ASSEMBLIES = 4;

/** Folder of one empty file for each use, named `<assembly>.<process id>`. */
const USES = 'in-use';

/**
 * Keeps an assembly from {@link removeOldAssemblies} until this process ends: its functions are loaded when
 * they are first called, which may be long after the start.
 * @param assemblies folder that holds it
 * @param name of its own folder, which may not be there yet
 */
export async function useAssembly(assemblies: string, name: string): Promise<void> {
  await mkdir(join(assemblies, USES), { recursive: true });
  await writeFile(join(assemblies, USES, `${name}.${process.pid}`), '');
}

/** Removes all assemblies but the newest and those that a running process uses. */
export async function removeOldAssemblies(assemblies: string): Promise<void> {
  const used = await assembliesInUse(assemblies);
  const names = (await readdir(assemblies)).filter((name) => name !== USES && !used.has(name));
  const dated = await Promise.all(
    names.map(async (name) => ({
      path: join(assemblies, name),
      made: (await stat(join(assemblies, name))).mtimeMs,
    })),
  );
  const old = dated.sort((one, other) => other.made - one.made).slice(KEPT_ASSEMBLIES);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}

async function assembliesInUse(assemblies: string): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  await mkdir(join(assemblies, USES), { recursive: true });
  for (const use of await readdir(join(assemblies, USES))) {
    const [name = '', processId] = use.split('.');
    if (isRunning(Number(processId))) used.add(name);
    else await rm(join(assemblies, USES, use), { force: true });
  }
  return used;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // a process of somebody else is running too
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
