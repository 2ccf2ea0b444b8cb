import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoFaceMappingStore } from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { mappingDeletes, mappingPuts } from '../../../lambda/enrollment/adapters/dynamo-mapping-writes.ts';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import { ownerOf } from '../../../lambda/kernel/face-owner.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { collectionInRegion } from '../../../lambda/kernel/tenancy.ts';
import { createDynamoReplicas } from '../../../lambda/replication/adapters/dynamo-replicas.ts';
import { createDynamoReplicationRequests } from '../../../lambda/replication/adapters/dynamo-replication-requests.ts';
import { replicateImage } from '../../../lambda/replication/replicate-image.ts';
import { resendReplications } from '../../../lambda/replication/resend-replications.ts';
import { aListMapping, aMapping, minutesAfter } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const SECOND_REGION = 'eu-central-1';
export const GENERATIONS = { default: [aGeneration()], tenants: {} };
/** Long before the tests' noon, when an enrollment of it would be over. */
const IMAGE_TIME = minutesAfter(-600);

/** An owner of a face in a tenant of its own, whose image is in the bucket; nothing is mapped yet. */
function aReplicatedFace<Mapping extends FaceMapping>(
  tables: DynamoTables,
  generation: string,
  mappingWith: (facts: {
    readonly tenant: string;
    readonly collection_id: string;
    readonly image_id: string;
    readonly face_id: string;
    readonly s3_image_url: string;
  }) => Mapping,
) {
  const tenant = unique('acme');
  const { documents, control, faceMapping } = tables;
  let minute = 0;
  const clock = () => minutesAfter(minute);
  const written = { control, faceMapping, replication: { clock } };
  const image_id = createIdentifier('img', IMAGE_TIME, new Uint8Array(10));
  const key = `${tenant}/${image_id}.jpg`;
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({ [key]: anImageOf('ada') }, 'enrolled');
  const collection_id = `p.${tenant}.${generation}.0`;
  const mapping = mappingWith({
    tenant,
    collection_id,
    image_id,
    face_id: unique('face'),
    s3_image_url: enrolledImages.urlOf(key),
  });
  const replicas = createDynamoReplicas(documents, control, 'queue-1', clock);
  const sent: { readonly message: ReplicatedImage; readonly delaySeconds: number }[] = [];
  const throttles: string[] = [];
  const { emit, metrics } = recordedMetrics();
  let drawn = 0;
  const ports = {
    requests: createDynamoReplicationRequests(documents, written, clock),
    queue: {
      send: async (message: ReplicatedImage, delaySeconds: number) => {
        sent.push({ message, delaySeconds });
      },
    },
    mappings: createDynamoFaceMappingStore(documents, faceMapping),
    tombstones: new InMemoryTombstones(),
    collections,
    enrolledImages,
    limiter: {
      reserve: async () => ({ waitMs: 0 }),
      throttled: async (operation: string) => {
        throttles.push(operation);
      },
    },
  };
  const settings = {
    wait: async () => {},
    region: SECOND_REGION,
    newIdentifier: () => {
      drawn += 1;
      return `rep_${drawn}`;
    },
    clock,
    emit,
  };
  const replica = collectionInRegion(SECOND_REGION, collection_id);
  const work = (given = ports) => replicateImage(mapping, { ...given, ...settings });
  return {
    tenant,
    mapping,
    collections,
    enrolledImages,
    key,
    ports,
    replicas,
    sent,
    throttles,
    metrics,
    replica,
    work,
    resend: () => resendReplications(tenant, { ...ports, replicas, clock, emit }),
    map: () => documents.send(new TransactWriteCommand({ TransactItems: mappingPuts(written, [mapping]) })),
    unmap: () =>
      documents.send(new TransactWriteCommand({ TransactItems: mappingDeletes(written, [mapping]) })),
    /** Until it ends without a fault, as the queue does. */
    workOn: async (given = ports) => {
      for (let attempt = 0; attempt < 6; attempt += 1) {
        if (!(await ports.requests.get(mapping))) return;
        await work(given).catch(() => {});
      }
      throw new Error('the work has not ended');
    },
    later: (minutes: number) => {
      minute += minutes;
    },
    /** Faces of the second region: in its collection, and by its rows. */
    held: async () => ({
      faces: (await collections.listFaces(replica)).faces.map(({ faceId }) => faceId),
      mapped: (await ports.mappings.replicasOfOwner(tenant, ownerOf(mapping), SECOND_REGION)).map(
        ({ face_id }) => face_id,
      ),
      outstanding: await replicas.areBehind(tenant),
    }),
  };
}

export const aReplicatedUser = (tables: DynamoTables) => aReplicatedFace(tables, 'g1', aMapping);
/** The same of an entry of a watchlist. */
export const aReplicatedEntry = (tables: DynamoTables) => aReplicatedFace(tables, 'g1_fraud', aListMapping);
export type ReplicatedFace = ReturnType<typeof aReplicatedUser> | ReturnType<typeof aReplicatedEntry>;
export type ReplicatedUser = ReturnType<typeof aReplicatedUser>;
