import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
/** Written by a script; retention.md links to it. */
const GENERATED = ['retention-schedule.md'];

it('README lists every document, and no other', () => {
  const [, more = ''] = readFileSync(new URL('README.md', root), 'utf8').split('\n## More\n');
  const listed = [...more.matchAll(/\(docs\/([\w-]+\.md)\)/g)].map(([, name]) => name);
  const documents = readdirSync(new URL('docs/', root)).filter((name) => name.endsWith('.md'));
  expect(listed.sort()).toEqual(documents.filter((name) => !GENERATED.includes(name)).sort());
});
