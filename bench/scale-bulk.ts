import {
  CreateCollectionCommand,
  IndexFacesCommand,
  ListFacesCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoAllowedPairs } from '../lambda/allowed-pairs/adapters/dynamo-allowed-pairs.ts';
import { createDynamoBulkEnrollment } from '../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { createDynamoIndexJobStore } from '../lambda/bulk-indexing/adapters/dynamo-index-job-store.ts';
import { BATCHES_CONCURRENCY, ROWS_PER_BATCH } from '../lambda/bulk-indexing/contract.ts';
import { indexBatch } from '../lambda/bulk-indexing/index-batch.ts';
import { createRekognitionFaceCollections } from '../lambda/collections/adapters/rekognition-face-collections.ts';
import { createDynamoEnrollmentStore } from '../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { DEFAULT_POLICY } from '../lambda/kernel/default-policy.ts';
import { collectionId } from '../lambda/kernel/tenancy.ts';
import { CLIENT_CONFIG } from '../lambda/platform/clients/client-config.ts';
import { createDynamoClient } from '../lambda/platform/dynamo-client.ts';
import { newIdentifier, systemClock, systemRandom, systemWait } from '../lambda/platform/system.ts';
import { createDynamoRateLimiter } from '../lambda/rate-limits/adapters/dynamo-rate-limiter.ts';
import { quotasIn } from '../lambda/rate-limits/contract.ts';
import { round3 } from './scale-fanout.ts';
import { LOCAL_CLIENT, type ScaleService } from './scale-service.ts';

/** Use of an IndexFaces quota by bulk indexing, and by workers with the SDK's retries only. */
export interface BulkFigures {
  readonly quota_per_s: number;
  /** Share of the quota that was used between the first seconds and the last. */
  readonly quota_share: number;
  /** Share of all IndexFaces calls that were throttled. */
  readonly throttled_share: number;
  readonly naive_quota_share: number;
  readonly naive_throttled_share: number;
  /** Images that the naive workers failed to index. */
  readonly naive_lost: number;
  /** Transaction attempts canceled by a conflict, per committed transaction. */
  readonly conflicts_per_transaction: number;
  /** Single writes rejected by a conflict. */
  readonly rejected_writes: number;
  /** Rows set aside after their last attempt. */
  readonly failed: number;
  /** Successful IndexFaces calls beyond one per row; each is billed. */
  readonly extra_index_calls: number;
  /** Rows whose user has no face in the collections, or none in the mapping table. */
  readonly lost: number;
  /** Faces beyond one per row, in the collections or in the mapping table. */
  readonly duplicates: number;
  readonly rows: number;
}

const QUOTA = 50;
const ROWS = 1600;
const NAIVE_WORKERS = 50;
/** A bucket that was full at the start is empty after a second; the last calls find fewer beside them. */
const EDGE_MS = 3000;
/** The same for the naive workers, which have lost most of their rows after six seconds. */
const NAIVE_EDGE_MS = 1500;
const TENANT = 'bulk';
const SHARDS = 4;
const JOB = { tenant: TENANT, id: 'ij_bench' };

export async function measureBulk(
  service: ScaleService,
  progress: (line: string) => void,
): Promise<BulkFigures> {
  const rekognition = service.client(1);
  for (const tenant of [TENANT, 'naive']) {
    for (let shard = 0; shard < SHARDS; shard += 1)
      await rekognition.send(
        new CreateCollectionCommand({ CollectionId: collectionId('bench', tenant, 'g1', shard) }),
      );
  }
  await service.control('latency', { latency: 'plausible' });
  await service.control('quotas', {
    quotas: { IndexFaces: QUOTA, SearchFacesByImage: QUOTA, DeleteFaces: 5 },
  });
  await service.resetCalls();
  const product = await indexAll(service, rekognition);
  const productCalls = await service.calls('IndexFaces');
  const conflicts = await service.conflicts();
  progress(
    `bulk: ${round3(product.share)} of the quota, ${productCalls.throttled} of ${productCalls.calls} throttled`,
  );

  progress(
    `bulk: ${conflicts.canceled} conflicts in ${conflicts.committed} transactions, ${conflicts.rejected} single writes rejected, ${product.failed} rows failed`,
  );

  // the next comer finds a full bucket as well
  await service.control('quotas', { quotas: { IndexFaces: QUOTA } });
  await service.resetCalls();
  const naive = await indexNaively(service);
  const naiveCalls = await service.calls('IndexFaces');
  progress(
    `bulk: naive workers ${round3(naive.share)} of the quota, ${naiveCalls.throttled} of ${naiveCalls.calls} throttled, ${naive.lost} lost`,
  );
  await service.control('quotas', { quotas: 'off' });
  await service.control('latency', { latency: 'off' });
  const { lost, duplicates } = await audit(service, rekognition);
  return {
    quota_per_s: QUOTA,
    quota_share: round3(product.share),
    throttled_share: round3(productCalls.throttled / productCalls.calls),
    naive_quota_share: round3(naive.share),
    naive_throttled_share: round3(naiveCalls.throttled / naiveCalls.calls),
    naive_lost: naive.lost,
    conflicts_per_transaction: round3(conflicts.canceled / conflicts.committed),
    rejected_writes: conflicts.rejected,
    failed: product.failed,
    extra_index_calls: accepted(productCalls) - ROWS,
    lost,
    duplicates,
    rows: ROWS,
  };
}

const accepted = ({ calls, throttled }: { readonly calls: number; readonly throttled: number }): number =>
  calls - throttled;

/**
 * Batches, as many at once as the state machine runs, with the
 * adapters of the function; images and outcomes are in memory.
 */
async function indexAll(service: ScaleService, rekognition: RekognitionClient) {
  const documents = documentsOf(service);
  const jobs = createDynamoIndexJobStore(documents, 'control', systemClock);
  const job = {
    format: 'csv',
    quality_gate: false,
    duplicates: 'ignore',
    crop_faces: false,
    created_at: new Date().toISOString(),
  } as const;
  await jobs.create({ ...JOB, ...job, status: 'created', counts: NOTHING, calls: {} });
  await jobs.act(TENANT, JOB.id, 'start', { started_at: new Date().toISOString(), total: ROWS });
  const answered: number[] = [];
  let failed = 0;
  const collections = createRekognitionFaceCollections(rekognition, timed(answered), () => {});
  const dependencies = () => ({
    jobs,
    files: { write: async () => {} },
    failedItems: {
      setAside: async () => {
        failed += 1;
      },
    },
    pairs: createDynamoAllowedPairs(documents, 'control'),
    enrollments: createDynamoEnrollmentStore(documents, 'control', systemClock, false),
    bulk: createDynamoBulkEnrollment(
      documents,
      { control: 'control', faceMapping: 'faceMapping', replication: undefined },
      { default: [GENERATION], tenants: {} },
      async (tenant, userId) => `${tenant} ${userId}`,
    ),
    tombstones: { erasedAt: async () => undefined },
    receipts: { ofUser: async () => [] },
    sourceOf: async (tenant: string) => ({
      prefix: `${tenant}/`,
      images: {
        find: async (key: string) => ({ key }),
        read: async ({ key }: { key: string }) => service.imageOf(Number(key.split('/').at(-1))),
      },
    }),
    faces: {
      detectFaces: () => Promise.reject(new Error('this job crops no faces')),
      compareFaces: () => Promise.reject(new Error('no row of this job has several images')),
    },
    deletionQueue: { send: async () => {} },
    enrolledImages: {
      writeJpeg: async () => {},
      urlOf: (key: string) => `s3://enrolled/${key}`,
      keyOf: (url: string) => url,
      delete: async () => {},
      read: () => Promise.reject(new Error('no user of this job is enrolled before')),
    },
    mappings: { listOfUser: async () => [] },
    editor: {
      edit: async () => undefined,
      stitch: () => Promise.reject(new Error('rows of this job have one image')),
    },
    collections,
    // every function has a limiter of its own, and all share the table
    limiter: createDynamoRateLimiter(
      documents,
      'control',
      { ...quotasIn('eu-west-1'), IndexFaces: QUOTA },
      systemClock,
    ),
    wait: systemWait,
    random: systemRandom,
    timeout: (milliseconds: number) => AbortSignal.timeout(milliseconds),
    users: { search: noUsers, facesOf: noUsers },
    vectorRequests: { isBuilding: async () => false },
    collectionPrefix: 'bench',
    generations: { get: async () => ({ revision: 0, active: GENERATION }), keep: async () => {} },
    policy: DEFAULT_POLICY,
    clock: systemClock,
    newIdentifier,
    emit: () => {},
  });
  const batches = Array.from(
    { length: ROWS / ROWS_PER_BATCH },
    (_, batch) => batch * ROWS_PER_BATCH,
  ).values();
  const machine = {
    tenant: TENANT,
    job_id: JOB.id,
    format: 'csv',
    bucket: 'evidence',
    manifest_key: 'm',
  } as const;
  const worker = async () => {
    const own = dependencies();
    for (const first of batches) {
      const rows = Array.from({ length: ROWS_PER_BATCH }, (_, row) => ({
        index: first + row,
        row: rowOf(first + row),
      }));
      let step: { status: string; from: number } = { status: 'more', from: 0 };
      while (step.status === 'more') step = await indexBatch({ job: machine, rows, from: step.from }, own);
    }
  };
  await Promise.all(Array.from({ length: BATCHES_CONCURRENCY }, worker));
  return { share: quotaShare(answered), failed };
}

const noUsers = () => Promise.reject(new Error('these collections have no users'));
const NOTHING = { indexed: 0, skipped: 0, rejected: 0, failed: 0 };
const GENERATION = {
  generation: 'g1',
  shards: SHARDS,
  shard_key: { kind: 'hash' },
  vectors: 'face',
} as const;
const rowOf = (index: number) => ({ user_id: `user-${index}`, image_key: `${TENANT}/images/${index}` });

/** Fifty workers that call as soon as they can, with the SDK's own retries. */
async function indexNaively(service: ScaleService) {
  const client = service.client(CLIENT_CONFIG.maxAttempts);
  const accepted: number[] = [];
  const measured = timed(accepted);
  const rows = Array.from({ length: ROWS }, (_, index) => index).values();
  let lost = 0;
  const worker = async () => {
    for (const index of rows) {
      const command = new IndexFacesCommand({
        CollectionId: collectionId('bench', 'naive', 'g1', index % SHARDS),
        Image: { Bytes: service.imageOf(index) },
        MaxFaces: 1,
      });
      await measured('IndexFaces', () => client.send(command)).catch(() => {
        lost += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: NAIVE_WORKERS }, worker));
  return { share: quotaShare(accepted, NAIVE_EDGE_MS), lost };
}

/** Writes down when each call that was not throttled was answered. */
const timed =
  (answered: number[]) =>
  async <Output>(operation: string, call: () => Promise<Output>): Promise<Output> => {
    const output = await call();
    if (operation === 'IndexFaces') answered.push(performance.now());
    return output;
  };

/** Calls between the edges of the run, over what the quota allows in that time. */
function quotaShare(times: readonly number[], edgeMs = EDGE_MS): number {
  const sorted = times.toSorted((one, other) => one - other);
  const from = (sorted[0] ?? 0) + edgeMs;
  const to = (sorted.at(-1) ?? 0) - edgeMs;
  const within = sorted.filter((time) => time >= from && time < to).length;
  return within / (((to - from) / 1000) * QUOTA);
}

/** Compares the collections and the mapping table with the manifest. */
async function audit(service: ScaleService, rekognition: RekognitionClient) {
  const faces = new Set<string>();
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const { Faces = [] } = await rekognition.send(
      new ListFacesCommand({ CollectionId: collectionId('bench', TENANT, 'g1', shard), MaxResults: 4096 }),
    );
    for (const { FaceId = '' } of Faces) faces.add(FaceId);
  }
  const rows: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await documentsOf(service).send(
      new ScanCommand({ TableName: 'faceMapping', ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    rows.push(...Items);
    start = LastEvaluatedKey;
  } while (start);
  const enrolled = new Set(rows.filter((row) => faces.has(String(row.face_id))).map((row) => row.owner_id));
  return {
    lost: ROWS - enrolled.size,
    duplicates: Math.max(0, faces.size - enrolled.size) + Math.max(0, rows.length - enrolled.size),
  };
}

const documentsOf = ({ dynamoDb }: ScaleService): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(createDynamoClient({ ...LOCAL_CLIENT, endpoint: dynamoDb }));
