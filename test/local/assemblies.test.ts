import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOldAssemblies, useAssembly } from '../../local/start/assemblies.ts';

let assemblies: string;

beforeEach(async () => {
  assemblies = await mkdtemp(join(tmpdir(), 'face-idv-assemblies-'));
});

afterEach(() => rm(assemblies, { recursive: true }));

/** Makes assemblies, the first of them the oldest. */
async function make(names: readonly string[]): Promise<void> {
  for (const [hour, name] of names.entries()) {
    await mkdir(join(assemblies, name));
    await utimes(join(assemblies, name), hour * 3_600, hour * 3_600);
  }
}

const kept = async () => (await readdir(assemblies)).filter((name) => name !== 'in-use');

/** The id of a process that has ended. */
async function anEndedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version']);
  await once(child, 'exit');
  return child.pid as number;
}

it('keeps the four newest assemblies', async () => {
  await make(['a', 'b', 'c', 'd', 'e', 'f']);
  await removeOldAssemblies(assemblies);
  expect(await kept()).toEqual(['c', 'd', 'e', 'f']);
});

it('keeps any number of assemblies that a running process uses, beside the four newest', async () => {
  await make(['a', 'b', 'c', 'd', 'e', 'f']);
  await useAssembly(assemblies, 'a');
  await useAssembly(assemblies, 'f');
  await removeOldAssemblies(assemblies);
  expect(await kept()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('keeps an assembly that is used by one of two processes only', async () => {
  await make(['a', 'b', 'c', 'd', 'e', 'f']);
  await useAssembly(assemblies, 'a');
  await writeFile(join(assemblies, 'in-use', `a.${await anEndedProcess()}`), '');
  await removeOldAssemblies(assemblies);
  expect(await kept()).toContain('a');
});

it('lets go of what a process used that has ended', async () => {
  await make(['a', 'b', 'c', 'd', 'e', 'f']);
  await mkdir(join(assemblies, 'in-use'));
  await writeFile(join(assemblies, 'in-use', `a.${await anEndedProcess()}`), '');
  await removeOldAssemblies(assemblies);
  expect(await kept()).not.toContain('a');
  expect(await readdir(join(assemblies, 'in-use'))).toEqual([]);
});
