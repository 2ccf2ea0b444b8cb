import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPackage, sources } from '../support/places.ts';

/** A package.json: what it stands for, what its files are. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Tools that are run, and what the liveness component asks for beside itself: no file names them. */
const NOT_IMPORTED = [
  '@stryker-mutator/core',
  '@stryker-mutator/vitest-runner',
  '@biomejs/biome',
  '@vitest/coverage-v8',
  'aws-amplify',
  'aws-cdk',
  'tsx',
  'typescript',
];

const WORKSPACES = [
  ['the product', '', /^(?!packages\/|web\/)/],
  ['local-rekognition', 'packages/local-rekognition/', /^packages\/local-rekognition\//],
  ['local-aws', 'packages/local-aws/', /^packages\/local-aws\//],
  ['client', 'packages/client/', /^packages\/client\//],
  ['web', 'web/', /^web\//],
] as const;

describe.each(WORKSPACES)('the package.json of %s', (_name, folder, members) => {
  const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Manifest;
  const { dependencies = {}, devDependencies = {} } = manifest;
  const declared = Object.keys({ ...dependencies, ...devDependencies });
  const own = sources.filter(({ path }) => members.test(path));
  const packageOf = (imported: string) =>
    imported
      .split('/')
      .slice(0, imported.startsWith('@') ? 2 : 1)
      .join('/');

  it('names every package that its files import', () => {
    const imported = own.flatMap(({ imports }) => imports.filter(isPackage).map(packageOf));
    const unnamed = imported.filter(
      (name) => !name.startsWith('node:') && !declared.includes(name) && !declared.includes(`@types/${name}`),
    );
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('is what the lock file was made of, or npm ci refuses it', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, Manifest>>;
    };
    const locked = lock.packages[folder.replace(/\/$/, '')];
    expect(locked?.dependencies).toEqual(manifest.dependencies);
    expect(locked?.devDependencies).toEqual(manifest.devDependencies);
  });

  it('names none that nothing of its own uses, and versions that are exact', () => {
    const names = (name: string) => new RegExp(`['"]${name}['"/]`);
    const unused = declared.filter(
      (name) =>
        !name.startsWith('@types/') &&
        !NOT_IMPORTED.includes(name) &&
        !own.some(({ text }) => names(name).test(text)),
    );
    expect(unused).toEqual([]);
    const inexact = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(inexact).toEqual([]);
  });
});
