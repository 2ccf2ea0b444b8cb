import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBytes, listKeys } from '../../src/s3/listing.ts';

const aKey = fc.stringMatching(/^[ab/]{1,6}$/);
const keysOf = fc.uniqueArray(aKey, { maxLength: 30 });
const aPrefix = fc.constantFrom('', 'a', 'a/', 'b/a');
const aDelimiter = fc.constantFrom('', '/');

/** All entries of all pages. */
function allPages(keys: string[], prefix: string, delimiter: string, maxKeys: number) {
  const entries: string[] = [];
  let previous = '';
  for (;;) {
    const page = listKeys(keys, { prefix, delimiter, startAfter: '', previous, maxKeys });
    expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
    entries.push(...[...page.keys, ...page.commonPrefixes].sort(compareBytes));
    if (page.next === undefined) return entries;
    previous = page.next;
  }
}

it('shows every key once, in order, however small the pages are', () => {
  fc.assert(
    fc.property(
      keysOf,
      aPrefix,
      aDelimiter,
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, maxKeys) => {
        const expected = keys
          .filter((key) => key.startsWith(prefix))
          .map((key) => {
            const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
            return end < 0 ? key : key.slice(0, end + 1);
          });
        expect(allPages(keys, prefix, delimiter, maxKeys)).toEqual([...new Set(expected)].sort(compareBytes));
      },
    ),
  );
});

it('starts behind a key whether or not it exists', () => {
  fc.assert(
    fc.property(keysOf, aKey, (keys, startAfter) => {
      const page = listKeys(keys, { prefix: '', delimiter: '', startAfter, previous: '', maxKeys: 100 });
      expect(page.keys).toEqual(keys.filter((key) => key > startAfter).sort(compareBytes));
    }),
  );
});

it('orders keys by their UTF-8 bytes', () => {
  // a character outside the basic plane sorts behind U+FFFD in UTF-8, before it in UTF-16
  const keys = ['\u{1F600}', '\uFFFD', 'z'];
  const page = listKeys(keys, { prefix: '', delimiter: '', startAfter: '', previous: '', maxKeys: 10 });
  expect(page.keys).toEqual(['z', '\uFFFD', '\u{1F600}']);
});
