import type { ListedFace } from '../collections/ports/collection-inventory.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { userVectorToken } from './domain/user-vector.ts';
import type { UserCollections } from './ports/user-collections.ts';

export interface TakeFromVectorsDependencies {
  readonly users: Pick<UserCollections, 'disassociate'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newIdentifier: NewIdentifier;
}

/** Users per page: DeleteUser has a rate of 5 per second, and a function has 28 s. */
export const USERS_PER_PAGE = 20;

/** Deletes users of a collection, at the shared rate; their faces stay, without a user. */
export async function deleteUsers(
  tenant: string,
  collectionId: string,
  userIds: readonly string[],
  {
    users,
    limiter,
    wait,
    newIdentifier,
  }: Omit<TakeFromVectorsDependencies, 'users'> & { readonly users: Pick<UserCollections, 'delete'> },
): Promise<void> {
  const distinct = new Set(userIds);
  if (distinct.size === 0) return;
  // all permits at once: a call that times out while waiting
  // for one more would forever delete the same first users
  await wait((await limiter.reserve('UserVectors', tenant, distinct.size)).waitMs);
  for (const userId of distinct) {
    const token = userVectorToken(newIdentifier(ID_PREFIXES.userVector), 'delete', []);
    await users.delete(collectionId, userId, token);
  }
}

/** Disassociates faces from their user vectors: DeleteFaces refuses a face that is part of one. */
export async function disassociateFaces(
  tenant: string,
  collectionId: string,
  faces: readonly ListedFace[],
  { users, limiter, wait, newIdentifier }: TakeFromVectorsDependencies,
): Promise<void> {
  const ofUsers = new Map<string, string[]>();
  for (const { faceId, userId } of faces)
    if (userId !== undefined) ofUsers.set(userId, [...(ofUsers.get(userId) ?? []), faceId]);
  for (const [userId, faceIds] of ofUsers) {
    await wait((await limiter.reserve('UserVectors', tenant, 1)).waitMs);
    const token = userVectorToken(newIdentifier(ID_PREFIXES.userVector), 'disassociate', faceIds);
    await users.disassociate(collectionId, userId, faceIds, token);
  }
}
