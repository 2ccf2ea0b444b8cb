import type { BulkEnrollment } from '../../bulk-indexing/ports/bulk-enrollment.ts';
import { type Generations, isConfigured, vectorsOf } from '../../collections/contract.ts';
import {
  type DeleteRevokedFacesDependencies,
  deleteRevokedFaces,
} from '../../enrollment/delete-revoked-faces.ts';
import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import { abandon, type FaceDeletion } from '../../enrollment/domain/face-deletion.ts';
import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../enrollment/domain/replicated-image.ts';
import type { EnrollmentStore } from '../../enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../../enrollment/ports/face-mapping-store.ts';
import { ownerOf, parseOwnerKey, userOwnerOf } from '../../kernel/face-owner.ts';
import type { Clock } from '../../kernel/ports/clock.ts';
import { collectionName } from '../../kernel/tenancy.ts';
import type { RateLimiter } from '../../rate-limits/ports/rate-limiter.ts';
import type { ReplicationQueue, ReplicationRequests } from '../../replication/ports/replication-requests.ts';
import { stops } from '../../tombstones/domain/tombstone.ts';
import { userVectorId, userVectorToken } from '../../user-vectors/domain/user-vector.ts';
import type { UserCollections } from '../../user-vectors/ports/user-collections.ts';
import type { UserVectorRequests } from '../../user-vectors/ports/user-vector-requests.ts';
import { type DeleteUserFaceDependencies, deleteUserFace } from '../../users/delete-user-face.ts';
import type { ErasureStore, ErasureSubject } from '../ports/erasure-store.ts';

/** Deletions of a tenant that one pass looks at: few wait, unless the queue is behind. */
const MAX_DELETIONS = 10_000;

/** Enrollments under way. Giving them up revokes their faces and requests their deletion. */
export const createOpenEnrollmentsStore = ({
  enrollments,
  release,
  clock,
}: {
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
  readonly release: Pick<BulkEnrollment, 'abandon'>;
  readonly clock: Clock;
}): ErasureStore<EnrollmentClaim> => ({
  name: 'open_enrollments',
  async find({ tenant, user_id, erased_at }) {
    const claim = await enrollments.get(tenant, user_id);
    return claim?.state === 'claimed' && stops(erased_at, claim) ? [claim] : [];
  },
  async remove(_subject, claims) {
    // one that has made progress since is found again
    for (const claim of claims)
      await release.abandon(abandon(claim, claim.planned?.image_id ?? claim.session_id, clock()));
  },
});

/** Faces that wait to be deleted, with their images: they are deleted here and now. */
export const createFaceDeletionsStore = (
  dependencies: DeleteRevokedFacesDependencies & { readonly deletions: FaceDeletions },
): ErasureStore<FaceDeletion> => ({
  name: 'face_deletions',
  async find({ tenant, user_id }) {
    const { deletions, clock } = dependencies;
    // those of this moment as well
    const soon = new Date(clock().getTime() + 60_000);
    const waiting = await deletions.listBefore(tenant, soon, MAX_DELETIONS);
    return waiting.filter((deletion) => deletion.user_id === user_id);
  },
  async remove({ tenant }, deletions) {
    const failed = await deleteRevokedFaces(
      tenant,
      deletions.map(({ id }) => id),
      dependencies,
    );
    for (const error of failed.values()) throw error;
  },
});

/** Faces in every generation, with what names them. The last one takes the claims of its user along. */
export const createFacesStore = (
  dependencies: DeleteUserFaceDependencies,
): ErasureStore<UserFaceMapping> => ({
  name: 'faces',
  find: (subject) => facesOf(subject, dependencies.mappings),
  async remove(subject, faces) {
    const images = new Map(faces.map((face) => [face.image_id, face]));
    for (const { face_id } of images.values())
      await deleteUserFace({ tenant: subject.tenant }, subject.user_id, face_id, dependencies);
  },
});

/** Lists the faces of a user that are older than the erasure. */
export const facesOf = async (
  { tenant, user_id, erased_at }: ErasureSubject,
  mappings: Pick<FaceMappingStore, 'listOfUser'>,
): Promise<readonly UserFaceMapping[]> =>
  (await mappings.listOfUser(tenant, user_id)).filter((mapping) => stops(erased_at, mapping));

/** Vectors of a user without a face; a user who has enrolled again keeps theirs. */
export const createUserVectorsStore = ({
  generations,
  users,
  requests,
  mappings,
  limiter,
  wait,
  newRevision,
}: {
  readonly generations: Generations;
  readonly users: Pick<UserCollections, 'facesOf' | 'delete'>;
  readonly requests: Pick<UserVectorRequests, 'get' | 'drop'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newRevision: () => string;
}): ErasureStore<string> => ({
  name: 'user_vectors',
  async find({ tenant, user_id }, { collection_ids }) {
    const enrolled = new Set(
      (await mappings.listOfUser(tenant, user_id)).map(({ collection_id }) => collection_id),
    );
    const found: string[] = [];
    for (const id of collection_ids) {
      // a collection of a generation or list that is gone has no users any more
      if (!isConfigured(generations, tenant, id)) continue;
      if (enrolled.has(id) || vectorsOf(generations, tenant, id) !== 'user') continue;
      const request = await requests.get({ tenant, user_id, collection_id: id });
      const faces = await users.facesOf(id, userVectorId(tenant, user_id));
      if (request || faces.length > 0) found.push(id);
    }
    return found;
  },
  async remove({ tenant, user_id }, collections) {
    for (const id of collections) {
      await wait((await limiter.reserve('UserVectors', tenant, 1)).waitMs);
      await users.delete(id, userVectorId(tenant, user_id), userVectorToken(newRevision(), 'delete', []));
      await requests.drop({ tenant, user_id, collection_id: id });
    }
  },
});

/**
 * Faces of the second region, of the user and of entries that were made of them, and the requests about
 * them. They are deleted by its own function, whose work waits while the region is down: here it is asked
 * for again.
 */
export const createReplicasStore = ({
  region,
  mappings,
  requests,
  queue,
  newRevision,
}: {
  readonly region: string | undefined;
  readonly mappings: Pick<FaceMappingStore, 'replicasOfOwner'>;
  readonly requests: Pick<ReplicationRequests, 'get' | 'request'>;
  readonly queue: ReplicationQueue | undefined;
  readonly newRevision: () => string;
}): ErasureStore<ReplicatedImage> => ({
  name: 'replicas',
  async find({ tenant, user_id, erased_at }, { image_ids, collection_ids, entry_keys }) {
    if (region === undefined) return [];
    const found = new Map<string, ReplicatedImage>();
    const add = (image: ReplicatedImage) => found.set(`${image.collection_id} ${image.image_id}`, image);
    for (const owner of [userOwnerOf(user_id), ...entry_keys.map(parseOwnerKey)])
      for (const replica of await mappings.replicasOfOwner(tenant, owner, region)) {
        const { image_id } = replica;
        // an entry is as old as its session, however late it was made
        if (owner.kind === 'user' && !stops(erased_at, replica)) continue;
        add({ ...ownerOf(replica), tenant, collection_id: collectionName(replica.collection_id), image_id });
      }
    for (const image_id of image_ids)
      for (const collection_id of collection_ids) {
        const request = await requests.get({ ...userOwnerOf(user_id), tenant, collection_id, image_id });
        if (request) add({ ...ownerOf(request), tenant, collection_id, image_id });
      }
    return [...found.values()];
  },
  async remove(_subject, images) {
    for (const image of images) {
      // a face that was unmapped while there was no second region has no request
      if (!(await requests.get(image))) await requests.request(image, newRevision(), []);
      await queue?.send(image, 0);
    }
  },
});
