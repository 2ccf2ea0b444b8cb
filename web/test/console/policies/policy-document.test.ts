import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../../../lambda/policies/domain/merge-patch.ts';
import { documentText, mergePatchOf, parseDocument } from '../../../src/console/policies/policy-document.ts';

describe('the patch between two documents', () => {
  it('has what differs, null for what is gone, and arrays as a whole', () => {
    const before = { checks: { document: true, duplicates: true }, list: [1, 2], gone: 1, same: { a: 1 } };
    const after = {
      checks: { document: false, duplicates: true },
      list: [1],
      same: { a: 1 },
      added: { b: 2 },
    };
    expect(mergePatchOf(before, after)).toEqual({
      checks: { document: false },
      list: [1],
      gone: null,
      added: { b: 2 },
    });
    expect(mergePatchOf(before, before)).toEqual({});
  });

  it('makes the second of the first, as the API applies it', () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.array(fc.integer(), { maxLength: 2 }));
    const { document } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 2 }, leaf, tie('document')),
      document: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
    }));
    const aDocument = document as fc.Arbitrary<Record<string, unknown>>;
    fc.assert(
      fc.property(aDocument, aDocument, (before, after) => {
        expect(mergePatch(before, mergePatchOf(before, after))).toEqual(after);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the text of a document', () => {
  it('is read back', () => {
    expect(parseDocument(documentText({ a: { b: [1] } }))).toEqual({ document: { a: { b: [1] } } });
  });

  it.each(['', '{"a":', '[1]', '1', 'null'])('is refused with what is wrong: %s', (text) => {
    const parsed = parseDocument(text);
    expect('fault' in parsed && parsed.fault).toMatch(/JSON/);
  });
});
