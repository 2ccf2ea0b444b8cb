import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ROW_BYTES, manifestProblem } from '../../../../lambda/bulk-indexing/domain/manifest-format.ts';

const problemOf = (format: 'csv' | 'jsonl', first: string, bytes = first.length) =>
  manifestProblem(format, { first, longest: { line: 1, bytes } });

describe('the header of a CSV manifest', () => {
  it.each([
    'user_id,image_key',
    'image_key,user_id,country',
    '\uFEFF"user_id","image_key"\r',
    'user_id,image_key,image_key_2,image_key_3,image_key_4',
  ])('names the columns: %j', (header) => {
    expect(problemOf('csv', header)).toBeUndefined();
  });

  it.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'vertical bars'],
  ])('is refused with %j between its columns', (delimiter, named) => {
    expect(problemOf('csv', ['user_id', 'image_key', 'country'].join(delimiter))).toBe(
      `the columns of the manifest are separated by ${named}; separate them by commas (found: "user_id", "image_key", "country"; needed: user_id, image_key)`,
    );
  });

  it.each([
    ['capital letters', 'User_ID,image_key'],
    ['a space', 'user_id, image_key'],
    ['another word', 'user_id,image'],
    ['no name', 'ann,a'],
  ])('is refused with %s, and says what it found and needs', (_what, header) => {
    const found = header.split(',').map((name) => JSON.stringify(name));
    expect(problemOf('csv', header)).toContain(`(found: ${found.join(', ')}; needed: user_id, image_key)`);
  });

  it.each(['constructor', 'Full Name', 'ÄGE', ''])('is refused with a column %j', (name) => {
    expect(problemOf('csv', `user_id,image_key,${name}`)).toContain(JSON.stringify(name));
  });

  it('is refused with one name twice', () => {
    expect(problemOf('csv', 'user_id,image_key,user_id')).toContain('"user_id" twice');
  });

  it('is read, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('csv' as const, 'jsonl' as const),
        (first, format) => {
          expect(['string', 'undefined']).toContain(typeof problemOf(format, first));
        },
      ),
    );
  });
});

describe('the first line of a JSON Lines manifest', () => {
  it.each(['{"user_id":"ann","image_key":"a"}', '{"user_id":"ann","image_keys":["a"]}'])(
    'is a row: %s',
    (line) => {
      expect(problemOf('jsonl', line)).toBeUndefined();
    },
  );

  it.each(['user_id,image_key', '[]', 'null', '"ann"', '{', ''])('is refused as no object: %s', (line) => {
    expect(problemOf('jsonl', line)).toContain('not a JSON object');
  });

  it('is refused without the members, and names those that it has', () => {
    expect(problemOf('jsonl', '{"User_ID":"ann","photo":"a"}')).toContain('(found: User_ID, photo)');
  });
});

describe('the longest line', () => {
  it('may have as many bytes as a batch can hold', () => {
    expect(problemOf('csv', 'user_id,image_key', MAX_ROW_BYTES)).toBeUndefined();
    expect(problemOf('csv', 'user_id,image_key', MAX_ROW_BYTES + 1)).toBe(
      `line 1 of the manifest has ${MAX_ROW_BYTES + 1} bytes; a row has at most ${MAX_ROW_BYTES}`,
    );
  });
});
