import { ID_PREFIXES } from '../domain/identifier.ts';
import { userVectorToken } from '../domain/user-vector.ts';
import type { ListedFace } from '../ports/collection-inventory.ts';
import type { NewIdentifier } from '../ports/identifiers.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { UserCollections } from '../ports/user-collections.ts';

export interface TakeFromVectorsDependencies {
  readonly users: Pick<UserCollections, 'disassociate'>;
  readonly limiter: Pick<RateLimiter, 'reserve'>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newIdentifier: NewIdentifier;
}

/** Takes faces out of the vectors that they are part of: DeleteFaces refuses a face that is part of one. */
export async function takeFromVectors(
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
