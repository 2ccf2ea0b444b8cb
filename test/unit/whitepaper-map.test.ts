import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const STATUSES = ['works', 'partly', 'missing', 'not ours'];

interface Row {
  readonly ask: string;
  readonly status: string;
  readonly where: string;
  readonly proof: string;
}

/** Rows of the tables with five columns; the first column is the section, such as `3.2` or `3.2, 3.5.1`. */
function rowsOf(page: string): readonly Row[] {
  const lines = page.split('\n').filter((line) => /^\| \d/.test(line));
  return lines.map((line) => {
    const [section = '', ask = '', status = '', where = '', proof = '', ...rest] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    expect(rest, line).toEqual([]);
    return { ask: `${section} ${ask}`, status, where, proof };
  });
}

/** Paths in backticks; what begins with no folder of the repository is a name of something else. */
const pathsIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`((?:lambda|lib|local|packages|test|docs|\.github)\/[^`]+)`/g)].map(
    ([, path = '']) => path,
  );

const missingOf = (cell: string): readonly string[] =>
  pathsIn(cell).filter((path) => !existsSync(new URL(path, root)));

describe('docs/whitepaper-map.md', () => {
  const rows = rowsOf(readFileSync(new URL('docs/whitepaper-map.md', root), 'utf8'));

  it('covers every section that asks for something', () => {
    const sections = new Set(rows.map(({ ask }) => ask.split(/[ ,]/)[0]));
    const asking =
      '2.1 3.1 3.2 3.3.1 3.4 3.5 3.5.1 3.5.2 4 5.2 5.3 5.4 5.5 5.6 5.7 5.8 6.1 6.2 7 8.1 8.2 9 9.1';
    expect([...sections]).toEqual(asking.split(' '));
  });

  it('has no status but its four', () => {
    expect(rows.filter(({ status }) => !STATUSES.includes(status))).toEqual([]);
  });

  it('names a test for what works, and no test for what is missing', () => {
    const unproved = rows.filter(
      ({ status, proof }) => status === 'works' && !/^`test\/\S+\.test\.ts`$/.test(proof),
    );
    expect(unproved).toEqual([]);
    expect(rows.filter(({ status, proof }) => status === 'missing' && proof !== '')).toEqual([]);
  });

  it('says where each ask is met, or what is missing of it', () => {
    const silent = rows.filter(({ status, where }) => status !== 'missing' && where === '');
    expect(silent).toEqual([]);
  });

  it('names only files that exist', () => {
    expect(rows.flatMap(({ where, proof }) => missingOf(`${where} ${proof}`))).toEqual([]);
  });

  it.each([
    ['a file that is gone', '`test/unit/none.test.ts`', ['test/unit/none.test.ts']],
    ['a file that exists', '`test/unit/whitepaper-map.test.ts`', []],
    ['a name that is not a path', '`crop_faces`', []],
  ])('checks %s', (_what, cell, missing) => {
    expect(missingOf(cell)).toEqual(missing);
  });
});
