import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import {
  finding,
  findingKind,
  findingOutcome,
  judgeFace,
  ownerInFinding,
  reconciliation,
  reconciliationStatus,
} from '../../../../lambda/reconciliation/domain/reconciliation.ts';
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

it('a finding names the owner of its face, and nobody where none is known', () => {
  const entry = { list_id: 'fraud', entry_id: 'wle_1' };
  expect(ownerInFinding({ kind: 'user', user_id: 'ann' })).toEqual({ user_id: 'ann' });
  expect(ownerInFinding({ kind: 'watchlist', ...entry })).toEqual(entry);
  expect(ownerInFinding(undefined)).toEqual({});
});

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

  it('leaves a revoked face to its own deletion for a quarter of an hour', () => {
    const revoked = (minutesAgo: number) => ({
      mapped: false,
      state: 'revoked' as const,
      revokedAt: minutesAfter(-minutesAgo).toISOString(),
    });
    expect(judgeFace(revoked(0), anImageId(50), false, NOON)).toBe('revoked');
    expect(judgeFace(revoked(14), anImageId(50), true, NOON)).toBe('revoked');
    expect(judgeFace(revoked(15), anImageId(50), false, NOON)).toBe('orphan');
    expect(judgeFace({ ...revoked(0), mapped: true }, anImageId(50), false, NOON)).toBe('mapped');
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

describe('the age of a face that nothing is written of', () => {
  const aged = (milliseconds: number) =>
    judgeFace({ mapped: false }, anImageId(0), false, new Date(NOON.getTime() + milliseconds));

  it('lets it wait for as long as an enrollment may take, to the millisecond', () => {
    expect([aged(0), aged(3_600_000), aged(3_600_001)]).toEqual(['pending', 'pending', 'orphan']);
  });

  it('is no matter where a row or a record says whose it is', () => {
    expect(judgeFace({ mapped: true }, undefined, false, NOON)).toBe('mapped');
    expect(judgeFace({ mapped: false, state: 'mapped' }, undefined, false, NOON)).toBe('unmapped');
    expect(judgeFace({ mapped: false, state: 'mapped' }, anImageId(0), true, NOON)).toBe('unmapped');
  });
});

describe('what is stored of a reconciliation', () => {
  const stored = {
    tenant: 'acme',
    id: 'rec_1',
    status: 'completed',
    dry_run: true,
    created_at: NOON.toISOString(),
    ended_at: NOON.toISOString(),
    collections: 3,
    faces: 2,
    mappings: 1,
  };
  const found = {
    kind: 'orphan_face',
    region: 'eu-central-1',
    collection_id: 'c',
    face_id: 'f',
    user_id: 'ann',
    outcome: 'deleted',
    found_at: NOON.toISOString(),
  };

  it('is read as it was written, whatever came of it', () => {
    for (const status of ['running', 'completed', 'failed'])
      expect(reconciliation.parse({ ...stored, status })).toEqual({ ...stored, status });
    for (const kind of ['orphan_face', 'missing_face', 'unreachable_face'])
      for (const outcome of ['reported', 'deleted', 'remapped', 're_indexed', 'requested'])
        expect(finding.parse({ ...found, kind, outcome })).toEqual({ ...found, kind, outcome });
    expect([reconciliationStatus, findingKind, findingOutcome].map(({ options }) => options.length)).toEqual([
      3, 3, 5,
    ]);
  });

  it('may lack an end, a region and a user', () => {
    const { ended_at: _ended, ...running } = stored;
    expect(reconciliation.parse(running)).toEqual(running);
    const { region: _region, user_id: _user, ...unknown } = found;
    expect(finding.parse(unknown)).toEqual(unknown);
  });

  it('fails to be read where it counts less than nothing, or lacks what it must have', () => {
    for (const name of ['collections', 'faces', 'mappings']) {
      expect(reconciliation.safeParse({ ...stored, [name]: 0 }).success).toBe(true);
      expect(reconciliation.safeParse({ ...stored, [name]: -1 }).success).toBe(false);
    }
    expect(reconciliation.safeParse({}).success).toBe(false);
    expect(finding.safeParse({}).success).toBe(false);
  });
});
