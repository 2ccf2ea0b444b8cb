import '../local/start/quiet-sdk.ts';
import { loadavg } from 'node:os';
import {
  CreateCollectionCommand,
  DeleteFacesCommand,
  IndexFacesCommand,
  paginateListFaces,
} from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createRekognitionFaceCollections } from '../lambda/collections/adapters/rekognition-face-collections.ts';
import { createDynamoFaceDeletions } from '../lambda/enrollment/adapters/dynamo-face-deletions.ts';
import { deleteRevokedFaces } from '../lambda/enrollment/delete-revoked-faces.ts';
import { mapBounded } from '../lambda/kernel/map-bounded.ts';
import { collectionId } from '../lambda/kernel/tenancy.ts';
import { CLIENT_CONFIG } from '../lambda/platform/clients/client-config.ts';
import { createDynamoClient } from '../lambda/platform/dynamo-client.ts';
import { faceDeletionKey } from '../lambda/platform/dynamo-keys.ts';
import { systemClock, systemWait } from '../lambda/platform/system.ts';
import { createDynamoRateLimiter } from '../lambda/rate-limits/adapters/dynamo-rate-limiter.ts';
import { quotasIn } from '../lambda/rate-limits/contract.ts';
import { BATCH_SIZE, BATCHING_WINDOW, MAX_CONCURRENCY } from '../lib/constructs/face-deletions.ts';
import { LOCAL_CLIENT, startScaleService } from './scale-service.ts';

/**
 * A minute in which 20 registrations per second are declined after their face was indexed: what the queue of
 * face deletions makes of it under the quota of DeleteFaces, beside one call for each declined registration.
 */
const DECLINES_PER_SECOND = 20;
const SECONDS = 60;
const FACES = DECLINES_PER_SECOND * SECONDS;
/** In every region (Amazon Rekognition endpoints and quotas). */
const QUOTA = 5;
const SHARDS = 4;
const TENANT = 'bench';
/** Faces that are indexed at the same time before the measurement. */
const INDEX_CONCURRENCY = 8;

const service = await startScaleService();
const rekognition = service.client(1);
const documents = DynamoDBDocumentClient.from(
  createDynamoClient({ ...CLIENT_CONFIG, ...LOCAL_CLIENT, endpoint: service.dynamoDb }),
);
const collections = Array.from({ length: SHARDS }, (_, shard) => collectionId('bench', TENANT, 'g1', shard));

interface Face {
  readonly collection_id: string;
  readonly face_id: string;
}

/** Indexes the faces of all registrations, without a quota. */
async function indexFaces(): Promise<readonly Face[]> {
  await service.control('quotas', { quotas: 'off' });
  const numbers = Array.from({ length: FACES }, (_, number) => number);
  return mapBounded(numbers, INDEX_CONCURRENCY, async (number) => {
    const collection_id = collections[number % SHARDS] ?? '';
    const Image = { Bytes: service.imageOf(number) };
    const { FaceRecords = [] } = await rekognition.send(
      new IndexFacesCommand({ CollectionId: collection_id, Image, ExternalImageId: `img_${number}` }),
    );
    return { collection_id, face_id: FaceRecords[0]?.Face?.FaceId ?? '' };
  });
}

async function facesLeft(): Promise<number> {
  let left = 0;
  for (const CollectionId of collections)
    for await (const { Faces = [] } of paginateListFaces({ client: rekognition }, { CollectionId }))
      left += Faces.length;
  return left;
}

/** Declines registrations at their rate, and resolves after the last one. */
async function decline(faces: readonly Face[], each: (face: Face, number: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (const [number, face] of faces.entries()) {
    await systemWait(Math.max(0, startedAt + (number * 1000) / DECLINES_PER_SECOND - performance.now()));
    each(face, number);
  }
}

/** The queue, worked off as its event source mapping does: batches of a window, by a few functions. */
async function measureQueue(faces: readonly Face[]) {
  const queue: string[] = [];
  const ages: number[] = [];
  const batches: number[] = [];
  const writes: Promise<unknown>[] = [];
  const singleAttempt = createRekognitionFaceCollections(
    rekognition,
    (_operation, call) => call(),
    () => {},
  );
  const dependencies = {
    deletions: createDynamoFaceDeletions(documents, 'control'),
    collections: singleAttempt,
    images: { read: () => Promise.reject(new Error('every face is known')) },
    enrolledImages: { delete: async () => {} },
    limiter: createDynamoRateLimiter(
      documents,
      'control',
      { ...quotasIn('us-east-1'), DeleteFaces: QUOTA },
      systemClock,
    ),
    wait: systemWait,
    clock: systemClock,
    emit: (name: string, value: number) => {
      if (name === 'FaceDeletionAge') ages.push(value);
      if (name === 'FaceDeletionBatch') batches.push(value);
    },
  };
  let isOver = false;
  let failed = 0;
  const workOff = async () => {
    while (!isOver || queue.length > 0) {
      await systemWait(BATCHING_WINDOW.toMilliseconds());
      const ids = queue.splice(0, BATCH_SIZE);
      const left = await deleteRevokedFaces(TENANT, ids, dependencies);
      failed += left.size;
      queue.push(...left.keys());
    }
  };
  const consumers = Array.from({ length: MAX_CONCURRENCY }, workOff);
  const startedAt = performance.now();
  await decline(faces, (face, number) => {
    const id = `vs_${number}`;
    const Item = {
      tenant: TENANT,
      id,
      user_id: 'user',
      session_id: id,
      image: { key: 'selfie' },
      image_id: `img_${number}`,
      faces: [face],
      searched_collections: [],
      requested_at: systemClock().toISOString(),
      ...faceDeletionKey(TENANT, id),
    };
    writes.push(documents.send(new PutCommand({ TableName: 'control', Item })).then(() => queue.push(id)));
  });
  await Promise.all(writes);
  isOver = true;
  await Promise.all(consumers);
  const seconds = (performance.now() - startedAt) / 1000;
  return { ages, batches, seconds, failed };
}

/** One call for each declined registration, with the retries of the SDK: what they could not delete stays. */
async function measureSingleCalls(faces: readonly Face[]): Promise<number> {
  const client = service.client(3);
  const calls: Promise<boolean>[] = [];
  await decline(faces, ({ collection_id, face_id }) => {
    const command = new DeleteFacesCommand({ CollectionId: collection_id, FaceIds: [face_id] });
    calls.push(
      client.send(command).then(
        () => true,
        () => false,
      ),
    );
  });
  return (await Promise.all(calls)).filter((isDeleted) => !isDeleted).length;
}

const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

try {
  for (const CollectionId of collections)
    await rekognition.send(new CreateCollectionCommand({ CollectionId }));
  const faces = await indexFaces();
  await service.control('quotas', { quotas: { DeleteFaces: QUOTA } });
  await service.resetCalls();
  const { ages, batches, seconds, failed } = await measureQueue(faces);
  const queued = await service.calls('DeleteFaces');
  const left = await facesLeft();
  process.stdout.write(`deletions: ${queued.calls} calls for ${FACES} faces, ${left} left\n`);
  const again = await indexFaces();
  await service.control('quotas', { quotas: { DeleteFaces: QUOTA } });
  await service.resetCalls();
  const singleFailed = await measureSingleCalls(again);
  const single = await service.calls('DeleteFaces');
  const figures = {
    faces: FACES,
    calls: queued.calls,
    calls_per_s: rounded(queued.calls / seconds),
    throttled: queued.throttled,
    failed,
    oldest_age_ms: Math.max(...ages),
    largest_batch: Math.max(...batches),
    faces_left: left,
    single_calls: single.calls,
    single_throttled: single.throttled,
    single_faces_left: singleFailed,
    load_average: rounded(loadavg()[0] ?? 0),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  process.exitCode = left === 0 ? 0 : 1;
} finally {
  await service.stop();
}
