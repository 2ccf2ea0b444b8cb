import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import type { ReplicationRequest } from '../../../lambda/replication/ports/replication-requests.ts';
import {
  type ReplicateImageDependencies,
  replicateImage,
} from '../../../lambda/replication/replicate-image.ts';
import { aFace, aMapping, minutesAfter, NOON, TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { recordedMetrics } from './recorded-metrics.ts';

const REGION = 'eu-central-1';
const FIRST = 'p.acme.g1.0';
export const SECOND = `${REGION}/${FIRST}`;
export const KEY = 'acme/img_1.jpg';
export const IMAGE = {
  kind: 'user',
  tenant: TENANT,
  user_id: 'ann',
  collection_id: FIRST,
  image_id: 'img_1',
} as const;
export const SOURCE = aMapping({
  ...IMAGE,
  s3_image_url: `s3://enrolled/${KEY}`,
  bbox: aFace().boundingBox,
  face_id: 'face-of-ann',
});
/** An image of Ann, and a request for the second region to follow; an hour after it was asked for. */
export function aReplicationRequest({ mapped = true, attempt }: { mapped?: boolean; attempt?: string } = {}) {
  let request: ReplicationRequest | undefined = {
    ...IMAGE,
    revision: 'r1',
    requested_at: NOON.toISOString(),
    ...(attempt === undefined ? {} : { attempt }),
  };
  const own: FaceMapping[] = mapped ? [SOURCE] : [];
  const replicas: FaceMapping[] = [];
  const steps: unknown[] = [];
  const waits: number[] = [];
  const tombstones = new InMemoryTombstones();
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({ [KEY]: anImageOf('ann') }, 'enrolled');
  const { emit, metrics } = recordedMetrics();
  const ports: ReplicateImageDependencies = {
    tombstones,
    requests: {
      get: async () => request,
      begin: async (begun, name) => {
        steps.push(`begin ${name}`);
        return request ? { ...begun, attempt: name } : undefined;
      },
      mapReplica: async (_request, source, replica) => {
        if (!own.includes(source)) return false;
        replicas.push(replica);
        request = undefined;
        return true;
      },
      unmapReplicas: async (_request, gone) => {
        steps.push(`unmap ${gone.length}`);
        replicas.length = 0;
        request = undefined;
      },
      settle: async () => {
        steps.push('settle');
        request = undefined;
      },
      fail: async (_request, reason) => {
        steps.push(`fail ${reason}`);
      },
    },
    queue: {
      send: async (image, delaySeconds) => {
        steps.push([image, delaySeconds]);
      },
    },
    mappings: {
      listOfOwner: async (_tenant, owner) => own.filter((one) => ownerKey(one) === ownerKey(owner)),
      replicasOfOwner: async (_tenant, owner, region) =>
        replicas.filter((one) => ownerKey(one) === ownerKey(owner) && one.collection_id.startsWith(region)),
    },
    collections,
    enrolledImages,
    limiter: {
      reserve: async (operation, tenant, permits) => {
        steps.push(`${operation} ${tenant} ${permits}`);
        return { waitMs: 25 };
      },
      throttled: async (operation) => {
        steps.push(`throttled ${operation}`);
      },
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    region: REGION,
    newIdentifier: (prefix) => `${prefix}_1`,
    clock: () => minutesAfter(60),
    emit,
  };
  const addReplica = (image_id = 'img_1') => {
    const face_id = collections.add(SECOND, 'ann', image_id);
    replicas.push({ ...SOURCE, collection_id: SECOND, face_id, image_id });
    return face_id;
  };
  const work = (changes: Partial<ReplicateImageDependencies> = {}) =>
    replicateImage(IMAGE, { ...ports, ...changes });
  const forget = () => {
    request = undefined;
  };
  return {
    own,
    replicas,
    steps,
    waits,
    collections,
    enrolledImages,
    metrics,
    tombstones,
    ports,
    addReplica,
    work,
    forget,
  };
}
