import { type Generations, vectorsOf } from '../collections/contract.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { userVectorId, userVectorToken } from './domain/user-vector.ts';
import type { UserCollections } from './ports/user-collections.ts';
import type { UserVector, UserVectorQueue, UserVectorRequests } from './ports/user-vector-requests.ts';

/**
 * Keeps user vectors in step with enrolled and deleted
 * faces; does nothing in a generation that searches by face.
 */
export interface UserVectors {
  /** Requests the vector of a user after a face was mapped; the request is already recorded. */
  build(vector: UserVector): Promise<void>;
  /**
   * Disassociates a face from its user's vector: DeleteFaces refuses a face that is part of one.
   * @param faces all faces of the user
   */
  detach(mapping: UserFaceMapping, faces: readonly UserFaceMapping[]): Promise<void>;
}

export interface UserVectorsDependencies {
  readonly generations: Generations;
  readonly users: Pick<UserCollections, 'delete' | 'disassociate'>;
  readonly requests: Pick<UserVectorRequests, 'put'>;
  readonly queue: UserVectorQueue;
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newRevision: () => string;
}

/** Sends the request for a vector to the queue, in a generation with user vectors. */
export const requestBuild =
  (generations: Generations, queue: UserVectorQueue): UserVectors['build'] =>
  async ({ tenant, user_id, collection_id }) => {
    if (vectorsOf(generations, tenant, collection_id) === 'user')
      await queue.send({ tenant, user_id, collection_id, looks: 0 }, 0);
  };

export function createUserVectors(dependencies: UserVectorsDependencies): UserVectors {
  const { generations, users, requests, queue, limiter, wait, newRevision } = dependencies;
  return {
    build: requestBuild(generations, queue),

    async detach(mapping, faces) {
      const { tenant, user_id, collection_id, face_id } = mapping;
      if (vectorsOf(generations, tenant, collection_id) !== 'user') return;
      const revision = newRevision();
      // first: until the request is settled, searches do not rely on the vector, and a crash is repaired
      await requests.put({ tenant, user_id, collection_id }, revision);
      const { waitMs } = await limiter.reserve('UserVectors', tenant, 1);
      await wait(waitMs);
      const userId = userVectorId(tenant, user_id);
      const isLast = faces.every(
        (other) => other.collection_id !== collection_id || other.face_id === face_id,
      );
      const token = userVectorToken(revision, isLast ? 'delete' : 'disassociate', [face_id]);
      if (isLast) await users.delete(collection_id, userId, token);
      else await users.disassociate(collection_id, userId, [face_id], token);
    },
  };
}
