import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import { judgeFace } from '../../../../lambda/reconciliation/domain/reconciliation.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const anImageId = (minutesAgo: number) =>
  createIdentifier('img', minutesAfter(-minutesAgo), new Uint8Array(10));
const states = fc.constantFrom('pending', 'mapped', 'revoked', undefined);
const written = fc.record({ mapped: fc.boolean(), state: states }).map(({ mapped, state }) => ({
  mapped,
  ...(state === undefined ? {} : { state }),
}));
const imageIds = fc.oneof(
  fc.constant(undefined),
  fc.constant('of-another-program'),
  fc.integer({ min: 0, max: 100_000 }).map(anImageId),
);

describe('the judgement on a face in a collection', () => {
  it('never finds an orphan in a face that a row names', () => {
    fc.assert(
      fc.property(written, imageIds, fc.boolean(), (face, imageId, filling) => {
        expect(judgeFace({ ...face, mapped: true }, imageId, filling, NOON)).toBe('mapped');
      }),
    );
  });

  it('never finds an orphan in a face whose enrollment may be under way', () => {
    const pending = fc.constantFrom({ mapped: false }, { mapped: false, state: 'pending' } as const);
    fc.assert(
      fc.property(pending, fc.integer({ min: 0, max: 60 }), fc.boolean(), (face, minutes, filling) => {
        expect(judgeFace(face, anImageId(minutes), filling, NOON)).toBe('pending');
      }),
    );
  });

  it('never finds an orphan in an enrolled face, whatever its row', () => {
    fc.assert(
      fc.property(fc.boolean(), imageIds, fc.boolean(), (mapped, imageId, filling) => {
        expect(judgeFace({ mapped, state: 'mapped' }, imageId, filling, NOON)).not.toBe('orphan');
      }),
    );
  });

  it('makes an orphan of what nobody can be waiting for, and keeps to it', () => {
    fc.assert(
      fc.property(written, imageIds, fc.nat(100_000), (face, imageId, minutes) => {
        if (judgeFace(face, imageId, false, NOON) !== 'orphan') return;
        expect(judgeFace(face, imageId, false, minutesAfter(minutes))).toBe('orphan');
      }),
    );
  });

  it.each([
    ['indexed by somebody else', { mapped: false }, 'of-another-program'],
    ['without an image id', { mapped: false }, undefined],
    ['pending for more than an hour', { mapped: false, state: 'pending' }, anImageId(61)],
    ['ruled out', { mapped: false, state: 'revoked' }, anImageId(1)],
  ] as const)('finds an orphan in a face %s', (_, face, imageId) => {
    expect(judgeFace(face, imageId, false, NOON)).toBe('orphan');
  });

  it('leaves what a migration fills in, and not what was ruled out there', () => {
    expect(judgeFace({ mapped: false }, anImageId(100_000), true, NOON)).toBe('pending');
    expect(judgeFace({ mapped: false, state: 'revoked' }, anImageId(100_000), true, NOON)).toBe('orphan');
  });
});
