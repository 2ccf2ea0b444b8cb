import type { FaceOwner } from '../kernel/face-owner.ts';
import { type Source, stops } from './domain/tombstone.ts';
import type { Tombstones } from './ports/tombstones.ts';

/** A row about a face, with its owner. */
type OwnedSource = Readonly<FaceOwner> & Source & { readonly tenant: string };

/**
 * Whether a source is of a user who was erased after it began: then nothing may be made of it, even if a
 * backup has brought it back. An entry of a watchlist is of no user.
 */
export async function isErased(
  source: OwnedSource,
  tombstones: Pick<Tombstones, 'erasedAt'>,
): Promise<boolean> {
  if (source.kind !== 'user') return false;
  return stops(await tombstones.erasedAt(source.tenant, source.user_id), source);
}
