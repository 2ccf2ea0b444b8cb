import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../../../lambda/policies/domain/merge-patch.ts';
import { differencesOf } from '../../../../lambda/policies/domain/policy-difference.ts';

describe('the differences of two documents', () => {
  it('are named by the path down to each', () => {
    expect(differencesOf({ a: { b: 1, c: [1], d: true } }, { a: { b: 2, c: [1, 2], e: 'x' } })).toStrictEqual(
      [
        { path: 'a.b', before: 1, after: 2 },
        { path: 'a.c', before: [1], after: [1, 2] },
        { path: 'a.d', before: true },
        { path: 'a.e', after: 'x' },
      ],
    );
  });

  it('are none between equal ones, and the same from the other side', () => {
    const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(document, document, (one, other) => {
        expect(differencesOf(one, structuredClone(one))).toEqual([]);
        const paths = differencesOf(one, other).map(({ path }) => path);
        expect(differencesOf(other, one).map(({ path }) => path)).toEqual(paths);
      }),
    );
  });

  it('are those that a merge patch has made', () => {
    expect(differencesOf({ a: 1, b: { c: 2 } }, mergePatch({ a: 1, b: { c: 2 } }, { b: { c: 3 } }))).toEqual([
      { path: 'b.c', before: 2, after: 3 },
    ]);
  });
});
