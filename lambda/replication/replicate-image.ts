import type { FaceCollections, SeveralFaces } from '../collections/ports/face-collections.ts';
import type { FaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../enrollment/domain/replicated-image.ts';
import { indexSameFace } from '../enrollment/index-same-face.ts';
import { deleteLeftovers } from '../enrollment/leftover-faces.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { ownerOf } from '../kernel/face-owner.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { isThrottle } from '../kernel/retry.ts';
import { collectionInRegion } from '../kernel/tenancy.ts';
import { RateExhausted, type RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { isErased } from '../tombstones/is-erased.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import type {
  ReplicationQueue,
  ReplicationRequest,
  ReplicationRequests,
} from './ports/replication-requests.ts';
import { sendReplication } from './replication.ts';

export interface ReplicateImageDependencies {
  readonly requests: Pick<
    ReplicationRequests,
    'get' | 'begin' | 'mapReplica' | 'unmapReplicas' | 'settle' | 'fail'
  >;
  readonly queue: ReplicationQueue;
  readonly mappings: Pick<FaceMappingStore, 'listOfOwner' | 'replicasOfOwner'>;
  readonly tombstones: Pick<Tombstones, 'erasedAt'>;
  /** Collections of the second region. */
  readonly collections: FaceCollections & SeveralFaces;
  readonly enrolledImages: Pick<ImageStore, 'find' | 'read' | 'keyOf'>;
  /** Limiter of the second region's rates. */
  readonly limiter: RateLimiter;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly region: string;
  readonly newIdentifier: NewIdentifier;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Delay after a throttle, or if the rate is reserved as far ahead as allowed. */
const BUSY_DELAY_SECONDS = 15;

/**
 * Aligns one image of the second region with the mapping (whitepaper 5.6): indexes it there from its bytes if
 * it is mapped, and deletes its faces there if it no longer is. It compares the actual state with the wanted
 * one, so that a call may be repeated, lost or late.
 * @throws any error of the second region except throttling; the message is then delivered again
 */
export async function replicateImage(
  image: ReplicatedImage,
  dependencies: ReplicateImageDependencies,
): Promise<void> {
  const { requests, queue, limiter, clock, emit } = dependencies;
  const request = await requests.get(image);
  // already settled by another message
  if (!request) return;
  try {
    if (!(await bringInLine(request, dependencies))) return;
    emit('ReplicationLag', Math.max(0, clock().getTime() - Date.parse(request.requested_at)), {});
  } catch (error) {
    if (isThrottle(error)) await limiter.throttled('IndexFaces');
    else if (!(error instanceof RateExhausted)) throw error;
    await sendReplication(queue, request, BUSY_DELAY_SECONDS);
  }
}

/** @returns false if the request stays */
async function bringInLine(
  request: ReplicationRequest,
  dependencies: ReplicateImageDependencies,
): Promise<boolean> {
  const { requests, mappings, region, newIdentifier } = dependencies;
  const { tenant, image_id } = request;
  const owner = ownerOf(request);
  const collection = collectionInRegion(region, request.collection_id);
  const mapped = (await mappings.listOfOwner(tenant, owner)).find(
    (mapping) => mapping.collection_id === request.collection_id && mapping.image_id === image_id,
  );
  // a backup may have brought the mapping of an erased user back
  const source = mapped && (await isErased(mapped, dependencies.tombstones)) ? undefined : mapped;
  const replicas = (await mappings.replicasOfOwner(tenant, owner, region)).filter(
    (replica) => replica.collection_id === collection && replica.image_id === image_id,
  );
  if (source && replicas.length > 0) {
    await requests.settle(request);
    return true;
  }
  const begun = await requests.begin(request, newIdentifier(ID_PREFIXES.replication));
  // the mapping has changed since, and that change has its own message
  if (!begun) return false;
  return source
    ? indexReplica(begun, source, collection, request.attempt !== undefined, dependencies)
    : deleteReplicas(begun, replicas, collection, request.attempt !== undefined, dependencies);
}

async function indexReplica(
  request: ReplicationRequest,
  source: FaceMapping,
  collection: string,
  wasTried: boolean,
  dependencies: ReplicateImageDependencies,
): Promise<boolean> {
  const { requests, collections, enrolledImages, emit } = dependencies;
  const fail = async (reason: Parameters<ReplicationRequests['fail']>[1]): Promise<false> => {
    await requests.fail(request, reason);
    emit('ReplicationFailed', 1, { Reason: reason });
    return false;
  };
  const key = enrolledImages.keyOf(source.s3_image_url);
  if (!(await enrolledImages.find(key))) return fail('image_missing');
  const bytes = await enrolledImages.read({ key });
  if (wasTried) await searchAndDelete(request, collection, bytes, dependencies);
  const { answer } = await indexSameFace(source, collection, bytes, 'replica', dependencies);
  if (typeof answer === 'string') return fail(answer);
  const { face } = answer;
  const replica = {
    ...source,
    collection_id: collection,
    face_id: face.face_id,
    bbox: face.bounding_box,
    face_model_version: face.face_model_version,
  };
  if (await requests.mapReplica(request, source, replica)) return true;
  // unmapped meanwhile, or superseded by another attempt: this face has no owner
  await collections.delete(collection, [face.face_id], 'replica');
  return false;
}

async function deleteReplicas(
  request: ReplicationRequest,
  replicas: readonly FaceMapping[],
  collection: string,
  wasTried: boolean,
  dependencies: ReplicateImageDependencies,
): Promise<boolean> {
  const { requests, collections, enrolledImages, limiter, wait } = dependencies;
  if (replicas.length > 0) {
    await wait((await limiter.reserve('DeleteFaces', request.tenant, 1)).waitMs);
    // the faces first: the next attempt finds a row without its face, but not a face without its row
    await collections.delete(
      collection,
      replicas.map(({ face_id }) => face_id),
      'replica',
    );
  } else if (wasTried) {
    const key = enrolledImageKey(request.tenant, request.image_id);
    // if the image is gone too, the reconciliation finds the face of an interrupted attempt
    if (await enrolledImages.find(key))
      await searchAndDelete(request, collection, await enrolledImages.read({ key }), dependencies);
  }
  await requests.unmapReplicas(request, replicas);
  return true;
}

/** Deletes faces that an interrupted attempt indexed before recording them. */
async function searchAndDelete(
  request: ReplicationRequest,
  collection: string,
  image: Uint8Array,
  { collections, limiter, wait }: ReplicateImageDependencies,
): Promise<void> {
  await wait((await limiter.reserve('SearchFacesByImage', request.tenant, 1)).waitMs);
  await deleteLeftovers(request, collection, image, { collections });
}
