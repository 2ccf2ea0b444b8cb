import { issuerOf } from '../../signing/domain/issuer.ts';
import type { RunningErasure } from './erasure.ts';
import { STORE_NAMES, type StoreName } from './stores.ts';

/** Header parameter `typ` of a receipt (RFC 8725, 3.11): no other token passes for one. */
export const RECEIPT_TYPE = 'erasure-receipt+jwt';

/** Claims of a receipt: each store was asked, and holds nothing of the user. */
export interface ReceiptClaims {
  readonly iss: string;
  /** The tenant. */
  readonly aud: string;
  /** Keyed hash of the user's id, which only the holder of the key can compare with an id. */
  readonly sub: string;
  readonly jti: string;
  readonly iat: number;
  readonly cause: string;
  readonly requested_at: string;
  readonly erased_at: string;
  /** Number of objects that were removed from each store. */
  readonly removed: Readonly<Partial<Record<StoreName, number>>>;
  /** Number of entries of watchlists that legal holds keep. */
  readonly held_entries: number;
}

/** Returns the claims of the receipt of an erasure, in one order: signed again, they are the same. */
export function receiptOf(
  { tenant, id, subject, cause, requested_at, erased_at, stores, held }: RunningErasure,
  stage: string,
  completedAt: Date,
): ReceiptClaims {
  return {
    iss: issuerOf(stage),
    aud: tenant,
    sub: subject,
    jti: id,
    iat: Math.floor(completedAt.getTime() / 1000),
    cause,
    requested_at,
    erased_at,
    removed: Object.fromEntries(STORE_NAMES.map((name) => [name, stores[name]?.removed ?? 0])),
    held_entries: held.length,
  };
}
