import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copyFindings,
  equalCopies,
  MAX_COPIES,
  MAX_DIFFERENT_BITS,
  nearCopies,
} from '../../../../lambda/captures/domain/copy-findings.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const HASH = '0'.repeat(64);
/** A hash that differs from {@link HASH} in so many bits. */
const hashAt = (bits: number) => ((1n << BigInt(bits)) - 1n).toString(16).padStart(64, '0');
const owner = (session_id: string, user_id = `user of ${session_id}`) => ({
  session_id,
  user_id,
  retained_until: NOON.toISOString(),
});
const capture = (session_id: string, bits: number) => ({
  ...owner(session_id),
  perceptual_hash: hashAt(bits),
});

describe('captures that look the same', () => {
  it('are those of other sessions up to the limit, the most similar first, each once', () => {
    const candidates = [
      capture('vs_1', 0),
      capture('vs_2', MAX_DIFFERENT_BITS),
      capture('vs_3', 2),
      capture('vs_3', 2),
      capture('vs_4', MAX_DIFFERENT_BITS + 1),
    ];
    expect(nearCopies('vs_1', HASH, candidates)).toEqual([
      { session_id: 'vs_3', user_id: 'user of vs_3', kind: 'near', different_bits: 2 },
      { session_id: 'vs_2', user_id: 'user of vs_2', kind: 'near', different_bits: MAX_DIFFERENT_BITS },
    ]);
  });

  it('find each other, whichever of two comes first', () => {
    const bits = fc.integer({ min: 0, max: 256 });
    fc.assert(
      fc.property(bits, bits, (one, other) => {
        const [first, second] = [capture('vs_1', one), capture('vs_2', other)];
        const found = nearCopies('vs_1', first.perceptual_hash, [second]);
        const foundBack = nearCopies('vs_2', second.perceptual_hash, [first]);
        expect(found.length).toBe(foundBack.length);
        expect(found[0]?.different_bits).toBe(foundBack[0]?.different_bits);
      }),
    );
  });
});

describe('the findings of a comparison', () => {
  const near = nearCopies('vs_1', HASH, [capture('vs_2', 3), capture('vs_3', 9)]);
  const equal = equalCopies([owner('vs_9'), owner('vs_9'), owner('vs_8')]);

  it('are none of a capture that is nobody else’s, and say what was looked for', () => {
    expect(copyFindings({ equal: [], near: [] })).toEqual({
      reasons: [],
      measures: [
        { name: 'equal_captures', value: 0, limit: '0' },
        { name: 'near_captures', value: 0, limit: '0' },
      ],
      calls: {},
    });
    expect(copyFindings({ equal: [] }).measures).toEqual([{ name: 'equal_captures', value: 0, limit: '0' }]);
  });

  it('suspect a near copy, by the nearest one', () => {
    expect(copyFindings({ equal: [], near })).toMatchObject({
      reasons: ['near_copy_suspected'],
      measures: [
        { name: 'equal_captures', value: 0 },
        { name: 'near_captures', value: 2 },
        { name: 'nearest_capture_different_bits', value: 3, limit: `> ${MAX_DIFFERENT_BITS}` },
      ],
      copies: near,
    });
  });

  it('are one about equal captures, which look the same as well', () => {
    expect(copyFindings({ equal, near })).toMatchObject({
      reasons: ['replay_suspected'],
      copies: [
        { session_id: 'vs_9', user_id: 'user of vs_9', kind: 'equal' },
        { session_id: 'vs_8', user_id: 'user of vs_8', kind: 'equal' },
      ],
    });
  });

  it('name so many copies only', () => {
    const many = equalCopies(Array.from({ length: 30 }, (_, index) => owner(`vs_${index}`)));
    expect(copyFindings({ equal: many })).toMatchObject({
      measures: [{ name: 'equal_captures', value: 30 }],
      copies: many.slice(0, MAX_COPIES),
    });
  });
});
