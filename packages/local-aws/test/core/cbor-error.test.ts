import { describe, expect, it } from 'vitest';
import { cborOfTexts } from '../../src/cbor-error.ts';

/** As RFC 8949 has it in appendix A: {"a": "A", "b": "B"} without its other members. */
const TWO_MEMBERS = 'a26161614161626142';

describe('an error in CBOR', () => {
  it('is a map of texts', () => {
    expect(cborOfTexts({ a: 'A', b: 'B' }).toString('hex')).toBe(TWO_MEMBERS);
  });

  it.each([
    [23, '77'],
    [24, '7818'],
    [255, '78ff'],
    [256, '790100'],
  ])('says that a text has %i bytes', (length, head) => {
    const encoded = cborOfTexts({ a: 'x'.repeat(length) }).toString('hex');

    expect(encoded.slice('a16161'.length)).toBe(head + '78'.repeat(length));
  });
});
