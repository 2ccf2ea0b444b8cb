import { describe, expect, it } from 'vitest';
import { LONGEST_FILES } from '../support/longest-files.ts';
import { placeOf, planted, sources } from '../support/places.ts';
import type { SourceFile } from '../support/source-files.ts';

/** Files of the kernel, of domains and use-cases that do something, and have no unit test of their own name. */
function untested(among: readonly SourceFile[]): readonly string[] {
  const imports = new Map(among.map((source) => [source.path, source.imports]));
  const importedBy = (path: string) => imports.get(path) ?? [];
  return among
    .filter(({ path, text }) => {
      const ring = placeOf(path)?.ring ?? '';
      // types alone do nothing
      return ['kernel', 'domain', 'use-cases'].includes(ring) && /^export (?!interface|type)/m.test(text);
    })
    .map(({ path }) => path)
    .filter((path) => {
      const test = path.replace(/^lambda\/(.+)\.ts$/, 'test/unit/$1.test.ts');
      // itself, or by what sets it up
      const setUp = importedBy(test).filter((imported) => imported.startsWith('test/support/'));
      return ![test, ...setUp].some((one) => importedBy(one).includes(path));
    });
}

describe('every use-case, and every file of a domain and of the kernel', () => {
  it('has a unit test of its own name', () => {
    expect(untested(sources)).toEqual([]);
  });

  it('is looked at, but for types', () => {
    const text = 'export async function endSession() {}';
    const untried = { path: 'lambda/sessions/end-session.ts', imports: [], text };
    const test = 'test/unit/sessions/end-session.test.ts';
    expect(untested([untried])).toEqual([untried.path]);
    expect(untested([untried, planted(test)])).toEqual([untried.path]);
    expect(untested([untried, planted(test, untried.path)])).toEqual([]);
    const support = planted('test/support/x.ts', untried.path);
    expect(untested([untried, planted(test, support.path), support])).toEqual([]);
    expect(untested([{ ...untried, text: 'export interface Ended {}' }])).toEqual([]);
  });
});

describe('the tests', () => {
  it('take the mock of an SDK client off it again: the next file in the process may need the client', () => {
    const askers = sources.filter(({ imports }) => imports.includes('aws-sdk-client-mock'));
    expect(askers.map(({ path }) => path)).toEqual(['test/support/lambda/mocked-client.ts']);
  });

  it('begin with the longest files, which are there', () => {
    const paths = new Set(sources.map(({ path }) => path));
    expect(LONGEST_FILES.filter((path) => !paths.has(path))).toEqual([]);
  });
});
