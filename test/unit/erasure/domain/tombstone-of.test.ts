import { expect, it } from 'vitest';
import { tombstoneOf } from '../../../../lambda/erasure/domain/tombstone-of.ts';
import { anErasure } from '../../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

it('the tombstone of an erasure expires with the last backup that was made before it', () => {
  const erasure = anErasure({ erased_at: minutesAfter(-60).toISOString() });
  expect(tombstoneOf(erasure, 36)).toEqual({
    tenant: TENANT,
    subject: 'hash of ann',
    erased_at: minutesAfter(-60).toISOString(),
    expires_at: new Date(NOON.getTime() + 36 * 86_400_000).toISOString(),
  });
  const extended = { ...erasure, extended_at: minutesAfter(5).toISOString() };
  expect(tombstoneOf(extended, 36).expires_at).toBe(minutesAfter(5 + 36 * 24 * 60).toISOString());
});
