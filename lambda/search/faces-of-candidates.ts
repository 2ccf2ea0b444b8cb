import type { UserCollections } from '../user-vectors/ports/user-collections.ts';
import type { MergedCandidate } from './domain/merge-search.ts';

export interface CandidateFace {
  readonly id: string;
  readonly collectionId: string;
  readonly imageId?: string;
  readonly similarity: number;
}

/**
 * Returns the faces of candidates: a user vector counts for all faces of the user, with its own similarity.
 * @param knownUsers faces of users that the caller knows, by user vector id
 */
export async function facesOfCandidates(
  candidates: readonly MergedCandidate[],
  knownUsers: ReadonlyMap<string, readonly string[]>,
  { users }: { readonly users: Pick<UserCollections, 'facesOf'> },
): Promise<readonly CandidateFace[]> {
  const faces = await Promise.all(
    candidates.map(async (candidate): Promise<readonly CandidateFace[]> => {
      const { id, collectionId, similarity, vectors } = candidate;
      if (vectors === 'face') return [candidate];
      const faceIds = knownUsers.get(id) ?? (await users.facesOf(collectionId, id));
      return faceIds.map((faceId) => ({ id: faceId, collectionId, similarity }));
    }),
  );
  return faces.flat();
}
