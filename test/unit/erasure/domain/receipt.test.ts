import { describe, expect, it } from 'vitest';
import { RECEIPT_TYPE, receiptOf } from '../../../../lambda/erasure/domain/receipt.ts';
import { STORE_NAMES } from '../../../../lambda/erasure/domain/stores.ts';
import { anErasure } from '../../../support/lambda/an-erasure.ts';
import { minutesAfter, NOON, TENANT } from '../../../support/lambda/builders.ts';

describe('the receipt of an erasure', () => {
  const checked_at = NOON.toISOString();
  const stores = Object.fromEntries(
    STORE_NAMES.map((name) => [name, { removed: 9999, left: 0, checked_at }]),
  );
  const receipt = receiptOf(
    anErasure({ stores, held: [{ list_id: 'l', entry_id: 'e' }] }),
    'prod',
    minutesAfter(16),
  );

  it('says what was removed from each store, and names the user by a hash alone', () => {
    const { id, cause, requested_at, erased_at } = anErasure();
    expect(receipt).toEqual({
      iss: 'face-idv-prod',
      aud: TENANT,
      sub: 'hash of ann',
      jti: id,
      iat: minutesAfter(16).getTime() / 1000,
      cause,
      requested_at,
      erased_at,
      removed: Object.fromEntries(STORE_NAMES.map((name) => [name, 9999])),
      held_entries: 1,
    });
    expect(Object.keys(receipt.removed)).toEqual(STORE_NAMES);
    expect(JSON.stringify(receipt)).not.toContain('"ann"');
  });

  it('counts nothing for a store that had nothing', () => {
    const { faces: _none, ...others } = stores;
    expect(receiptOf(anErasure({ stores: others }), 'prod', NOON).removed).toMatchObject({ faces: 0 });
    expect(RECEIPT_TYPE).toBe('erasure-receipt+jwt');
  });

  it('fits into what KMS signs: 4,096 bytes, a third more as base64', () => {
    expect(Buffer.byteLength(JSON.stringify(receipt)) * (4 / 3)).toBeLessThan(3_500);
  });
});
