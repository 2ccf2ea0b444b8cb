import type { Tombstone } from '../../tombstones/domain/tombstone.ts';
import type { Erasure } from './erasure.ts';

const DAY_MS = 86_400_000;

/**
 * Returns the record that stops what is older than an erasure.
 * @param days that the longest backup is kept
 */
export const tombstoneOf = (
  {
    tenant,
    subject,
    erased_at,
    requested_at,
    extended_at,
  }: Pick<Erasure, 'tenant' | 'subject' | 'erased_at' | 'requested_at' | 'extended_at'>,
  days: number,
): Tombstone => ({
  tenant,
  subject,
  erased_at,
  // a backup is made until the user is erased, and kept for so long after that
  expires_at: new Date(Date.parse(extended_at ?? requested_at) + days * DAY_MS).toISOString(),
});
