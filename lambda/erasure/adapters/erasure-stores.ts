import type { BulkEnrollment } from '../../bulk-indexing/ports/bulk-enrollment.ts';
import type { Generations } from '../../collections/contract.ts';
import type { FaceCollections } from '../../collections/ports/face-collections.ts';
import type { EnrollmentStore } from '../../enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../../enrollment/ports/face-mapping-store.ts';
import type { ImageErasure } from '../../images/ports/image-erasure.ts';
import type { ImageStore } from '../../images/ports/image-store.ts';
import type { RateLimiter } from '../../rate-limits/ports/rate-limiter.ts';
import type { ReplicationRequests } from '../../replication/ports/replication-requests.ts';
import type { UserCollections } from '../../user-vectors/ports/user-collections.ts';
import type { UserVectorRequests } from '../../user-vectors/ports/user-vector-requests.ts';
import type { DeleteUserFaceDependencies } from '../../users/delete-user-face.ts';
import { STORE_NAMES, type StoreName } from '../domain/stores.ts';
import type { ErasureStore, ErasureTracer } from '../ports/erasure-store.ts';
import {
  createFaceDeletionsStore,
  createFacesStore,
  createOpenEnrollmentsStore,
  createReplicasStore,
  createUserVectorsStore,
} from './face-stores.ts';
import {
  createEnrolledImagesStore,
  createEvidenceStore,
  createUploadedOriginalsStore,
} from './image-stores.ts';
import { createIndexedRowsStore, createUserRowsStore } from './row-stores.ts';
import {
  createOpenSessionsStore,
  createSessionRowsStore,
  type SessionStoresDependencies,
} from './session-stores.ts';
import { createErasureTracer } from './tracer.ts';
import { createWatchlistStore, type WatchlistStoreDependencies } from './watchlist-store.ts';

/** The stores of the capabilities, by which the stores of an erasure find and remove. */
export interface ErasureStoresDependencies
  extends SessionStoresDependencies,
    Omit<DeleteUserFaceDependencies, 'enrolledImages'>,
    Pick<WatchlistStoreDependencies, 'entries' | 'listsOf'> {
  readonly enrollments: Pick<EnrollmentStore, 'get' | 'earlier'>;
  readonly mappings: FaceMappingStore;
  readonly collections: Pick<FaceCollections, 'search' | 'delete'>;
  readonly deletions: FaceDeletions;
  readonly release: Pick<BulkEnrollment, 'abandon'>;
  readonly images: Pick<ImageStore, 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'keyOf'>;
  readonly generations: Generations;
  readonly users: Pick<UserCollections, 'facesOf' | 'delete'>;
  readonly requests: Pick<UserVectorRequests, 'get' | 'drop'>;
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newRevision: () => string;
  readonly secondRegion: string | undefined;
  readonly replicationRequests: Pick<ReplicationRequests, 'get' | 'request'>;
  readonly evidenceVersions: ImageErasure;
  readonly enrolledVersions: ImageErasure;
}

/** Leaves an image when its face goes: a store of images erases it once no face is found by it. */
const keep = async () => {};

/** Creates every store of an erasure, in their order, and the tracer that they rely on. */
export function createErasureStores(given: ErasureStoresDependencies): {
  readonly stores: readonly ErasureStore[];
  readonly tracer: ErasureTracer;
} {
  const dependencies = {
    ...given,
    images: {
      read: (...image: Parameters<ImageStore['read']>) => given.images.read(...image),
      delete: keep,
    },
    enrolledImages: { keyOf: (url: string) => given.enrolledImages.keyOf(url), delete: keep },
  };
  const { evidenceVersions, enrolledVersions, controlRows, secondRegion } = dependencies;
  const deletions = createFaceDeletionsStore(dependencies);
  const byName = {
    open_sessions: createOpenSessionsStore(dependencies),
    open_enrollments: createOpenEnrollmentsStore(dependencies),
    face_deletions: deletions,
    faces: createFacesStore(dependencies),
    user_vectors: createUserVectorsStore(dependencies),
    watchlist_entries: createWatchlistStore(dependencies),
    replicas: createReplicasStore({
      region: secondRegion,
      mappings: dependencies.mappings,
      requests: dependencies.replicationRequests,
      queue: dependencies.replication,
      newRevision: dependencies.newRevision,
    }),
    enrolled_images: createEnrolledImagesStore(enrolledVersions),
    uploaded_originals: createUploadedOriginalsStore(evidenceVersions),
    evidence: createEvidenceStore(evidenceVersions),
    indexed_rows: createIndexedRowsStore(controlRows),
    session_rows: createSessionRowsStore(dependencies),
    user_rows: createUserRowsStore(controlRows),
  } satisfies { readonly [Name in StoreName]: ErasureStore };
  return {
    stores: STORE_NAMES.map((name) => byName[name]),
    tracer: createErasureTracer({ ...dependencies, deletions }),
  };
}
