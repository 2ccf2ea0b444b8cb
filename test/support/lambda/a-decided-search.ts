import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { FaceRecord } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import { type Check, SIMILARITY_MEASURE } from '../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import type { ComparedSearch } from '../../../lambda/migration/domain/shadow-read.ts';
import type { ShadowRead } from '../../../lambda/migration/ports/shadow-reads.ts';
import { type ShadowReadDependencies, shadowRead } from '../../../lambda/migration/shadow-read.ts';
import { aMigration } from './a-migration.ts';
import { pinned } from './a-policy.ts';
import { aMapping, aSession, NOON, TENANT } from './builders.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { activeGenerations, aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { searchPorts } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const OLD = `p.${TENANT}.g1.0`;
export const [NEW, NEXT] = [0, 1].map((shard) => `p.${TENANT}.g2.${shard}`) as [string, string];
/** Enrolled at noon. */
const IMAGE = createIdentifier('img', NOON, new Uint8Array(10));
export const POLICY = verificationPolicySchema.parse({
  ...DEFAULT_POLICY,
  match_thresholds: { '6.0': { regular: 90, sensitive: 99 }, '7.0': { regular: 95, sensitive: 99 } },
});
/** A shard that a search has asked. */
export const onShard = (collection_id: string, generation = 'g1', threshold = 95) => ({
  collection_id,
  face_model_version: '7.0',
  generation,
  vectors: 'face' as const,
  threshold,
});
export const aCheck = (changes: Partial<Check> = {}): Check => ({
  status: 'passed',
  reason_codes: [],
  measures: [],
  searched_shards: [onShard(`p.${TENANT}.g1.1`, 'g1', 50), onShard(OLD)],
  started_at: NOON.toISOString(),
  duration_ms: 1,
  billable_calls: {},
  cost_usd: 0,
  ...changes,
});
/** Measures of an authentication. */
export const alike = (value: number): Partial<Check> => ({
  measures: [
    { name: 'sharpness', value: 12 },
    { name: SIMILARITY_MEASURE, value },
  ],
});

/** A search that the old generation has decided, of a picture of Ann. */
export function aDecidedSearch(
  search: ComparedSearch,
  check: Partial<Check> = {},
  vectors: 'face' | 'user' = 'face',
) {
  const filling = aGeneration({ generation: 'g2', shards: 2, vectors });
  const collections = new InMemoryCollections();
  const records = new Map<string, FaceRecord>();
  const own: UserFaceMapping[] = [];
  const pairs = new InMemoryAllowedPairs();
  const recorded: ShadowRead[] = [];
  const reserved: unknown[] = [];
  const waits: number[] = [];
  const failures: unknown[] = [];
  const { emit, metrics } = recordedMetrics();
  const session = aSession({ checks: { [search]: aCheck(check) } });
  const dependencies: ShadowReadDependencies = {
    ...searchPorts(collections),
    collections,
    generations: activeGenerations({}, { filling }),
    migrations: { list: async () => ({ migrations: [aMigration({ status: 'ready' })] }) },
    sessions: { get: async () => session },
    enrollments: {
      faceRecords: async (_tenant, ids) => new Map([...records].filter(([id]) => ids.includes(id))),
    },
    mappings: { listOfUser: async () => own },
    pairs,
    images: new InMemoryImages({ selfie: anImageOf('ann') }),
    shadowReads: {
      record: async (_scope, read) => {
        recorded.push(read);
        return true;
      },
    },
    limiter: {
      reserve: async (...args) => {
        reserved.push(args);
        return { waitMs: 5_000 };
      },
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    collectionPrefix: 'p',
    policyOf: pinned(POLICY),
    clock: () => NOON,
    emit,
    reportFailure: (id, error) => failures.push([id, error]),
  };
  /** Adds a face of Ann, and its record. */
  const add = (collection: string, record?: FaceRecord, image: string | undefined = IMAGE) => {
    const face_id = collections.add(collection, 'ann', image);
    if (record) records.set(face_id, record);
    if (record?.user_id === 'user-1') own.push(aMapping({ face_id, collection_id: collection }));
    return face_id;
  };
  const read = async (changes: Partial<ShadowReadDependencies> = {}) => {
    const request = { tenant: TENANT, session_id: 'vs_1', search, image: { key: 'selfie' } };
    await shadowRead(request, { ...dependencies, ...changes });
    return recorded.at(-1);
  };
  return {
    collections,
    records,
    own,
    pairs,
    recorded,
    reserved,
    waits,
    failures,
    metrics,
    dependencies,
    add,
    read,
  };
}
export const mapped = (user_id: string): FaceRecord => ({ state: 'mapped', user_id });
