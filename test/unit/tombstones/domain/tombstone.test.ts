import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../../../lambda/kernel/identifier.ts';
import { originOf, stops, tombstone } from '../../../../lambda/tombstones/domain/tombstone.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

const sessionAt = (time: Date) => ({ session_id: createIdentifier('vs', time, new Uint8Array(10)) });
const laterBy = (milliseconds: number) => new Date(NOON.getTime() + milliseconds);

it('a tombstone is read again as it was written', () => {
  const written = {
    tenant: TENANT,
    subject: 'hash of ann',
    erased_at: NOON.toISOString(),
    expires_at: laterBy(1).toISOString(),
  };
  expect(tombstone.parse(written)).toEqual(written);
});

describe('a record of a session', () => {
  it('began when the session did, which its id tells', () => {
    expect(originOf({ ...sessionAt(NOON), created_at: laterBy(5).toISOString() })).toBe(NOON.toISOString());
    expect(originOf({ session_id: 'imported', created_at: NOON.toISOString() })).toBe(NOON.toISOString());
    expect(originOf({ session_id: 'imported' })).toBe('');
  });

  it('is stopped by an erasure at that time or later, and by no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (began) => {
        expect(stops(NOON, sessionAt(laterBy(began)))).toBe(began <= 0);
      }),
      { numRuns: 20 },
    );
  });

  it('is stopped if nobody knows when it began, and never without an erasure', () => {
    expect(stops(NOON, { session_id: 'imported' })).toBe(true);
    expect(stops(undefined, sessionAt(NOON))).toBe(false);
    const before = { session_id: 'imported', created_at: laterBy(-1).toISOString() };
    const after = { session_id: 'imported', created_at: laterBy(1).toISOString() };
    expect([stops(NOON, before), stops(NOON, after)]).toEqual([true, false]);
  });
});
