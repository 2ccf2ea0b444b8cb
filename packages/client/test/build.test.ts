import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPackage } from '../build.ts';

let directory: string;

beforeAll(() => {
  // below the package, where its dependency is found
  directory = mkdtempSync(fileURLToPath(new URL('../built-', import.meta.url)));
  buildPackage(join(directory, 'package'));
});

afterAll(() => rmSync(directory, { recursive: true }));

it('has what a package on the registry needs, and nothing of the repository', () => {
  const files = readdirSync(join(directory, 'package'));
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'api.d.ts', 'index.d.ts', 'index.js']),
  );
  const manifest = JSON.parse(readFileSync(join(directory, 'package/package.json'), 'utf8'));
  expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['private']));
  expect(manifest).not.toHaveProperty('devDependencies');
  expect(manifest.exports).toEqual({ '.': { types: './index.d.ts', default: './index.js' } });
  for (const file of files.filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(directory, 'package', file), 'utf8')).not.toMatch(/from '\.[^']*\.ts'/);
});

it('runs in Node.js as it is', () => {
  const script = join(directory, 'use.mjs');
  writeFileSync(script, "import { apiClient } from './package/index.js'; console.log(typeof apiClient);\n");
  expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe('function\n');
});
