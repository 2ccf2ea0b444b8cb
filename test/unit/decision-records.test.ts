import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceFilesOf } from '../support/source-files.ts';

const root = new URL('../../', import.meta.url);
const RECORDS = 'docs/adr';
const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.md$/;

const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const records = readdirSync(new URL(RECORDS, root));
const numberOf = (file: string): number => Number(FILE_NAME.exec(file)?.[1]);
const numbers = records.map(numberOf);

interface Text {
  readonly path: string;
  readonly text: string;
}

const pages: readonly Text[] = ['', 'docs/', `${RECORDS}/`].flatMap((folder) =>
  readdirSync(new URL(folder || '.', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ path: `${folder}${name}`, text: read(`${folder}${name}`) })),
);
const code: readonly Text[] = [
  'bench',
  'bin',
  'lambda',
  'lib',
  'local',
  'packages',
  'scripts',
  'test',
].flatMap((folder) => sourceFilesOf(folder));

/** Names of records that are not there: `ADR n`, and `ADR n and m`. */
const unknownOf = ({ path, text }: Text): readonly string[] =>
  [...text.matchAll(/\bADRs? (\d+)(?:(?:,| and) (\d+))?/g)]
    .flatMap(([, one, other]) => [one, other])
    .filter((number) => number !== undefined && !numbers.includes(Number(number)))
    .map((number) => `${path}: ADR ${number}`);

/** Links to records whose file is not there, or is another record's than the text of the link says. */
const wrongLinksOf = ({ path, text }: Text): readonly string[] =>
  [...text.matchAll(/\[ADR (\d+)\]\(([^)#]+)[^)]*\)/g)]
    .filter(([, number, target = '']) => {
      const file = target.split('/').at(-1) ?? '';
      return !existsSync(new URL(target, new URL(path, root))) || numberOf(file) !== Number(number);
    })
    .map(([link]) => `${path}: ${link}`);

describe('the decision records of docs/adr', () => {
  it('are numbered from 1, each number once, and each page begins with its own', () => {
    expect(numbers).toEqual(records.map((_, index) => index + 1));
    const misnumbered = records.filter(
      (file) => !read(`${RECORDS}/${file}`).startsWith(`# ${numberOf(file)}. `),
    );
    expect(misnumbered).toEqual([]);
  });

  it('exist wherever documents and code name one', () => {
    expect([...pages, ...code].flatMap(unknownOf)).toEqual([]);
  });

  it('are what a link to them says', () => {
    expect(pages.flatMap(wrongLinksOf)).toEqual([]);
  });

  // written so that this file itself names no record that is missing
  const name = (text: string): Text => ({ path: 'docs/page.md', text: text.replaceAll('#', 'ADR ') });

  it('are missed when a text names one that is not there, or links to another one', () => {
    const missing = [999, 998].map((number) => `docs/page.md: ADR ${number}`);
    expect(unknownOf(name('#999, #1 and 998'))).toEqual(missing);
    const link = '[#2](adr/0001-stacks-and-what-they-hold.md)';
    expect(wrongLinksOf(name(link))).toEqual([`docs/page.md: ${name(link).text}`]);
    expect(wrongLinksOf(name(link.replace('2', '1')))).toEqual([]);
  });
});
