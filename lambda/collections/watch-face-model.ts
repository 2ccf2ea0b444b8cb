import { mapBounded } from '../kernel/map-bounded.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import {
  type Generation,
  type Generations,
  galleriesIn,
  generationsOf,
  shardsOfGalleries,
} from './contract.ts';
import { hasThreshold, type MatchThresholdTable } from './domain/match-threshold.ts';
import { effortOf, isBehind, nextGenerationName } from './domain/model-watch.ts';
import type { CollectionInventory } from './ports/collection-inventory.ts';
import type { FaceModelProbe } from './ports/face-model-probe.ts';
import type { GenerationRegistry } from './ports/generation-registry.ts';
import type { OperationsEvents } from './ports/operations-events.ts';

export interface WatchFaceModelDependencies {
  readonly probe: FaceModelProbe;
  readonly inventory: Pick<CollectionInventory, 'describe'>;
  readonly generations: Pick<GenerationRegistry, 'get'>;
  readonly events: OperationsEvents;
  readonly listedGenerations: Generations;
  readonly collectionPrefix: string;
  /** IndexFaces calls per second of bulk jobs. */
  readonly indexFacesPerSecond: number;
  readonly indexFacesUsd: number;
  readonly policy: WatchedPolicy;
  readonly emit: EmitMetric;
}

interface WatchedPolicy {
  readonly match_thresholds: MatchThresholdTable;
  /** Version that the thresholds of CompareFaces are for. */
  readonly stateless_face_model_version: string;
}

/**
 * Enough for hundreds of tenants within the function's
 * timeout, and few enough for the DescribeCollection quota.
 */
const TENANTS_CONCURRENCY = 4;

/**
 * Compares the face model of every tenant's active generation with the newest one (whitepaper 6.2). For each
 * one behind it raises an event with a migration plan, unless a migration to the newest model is running.
 * Reports also what the policy lacks for the newest model: CompareFaces moves to it by itself.
 */
export async function watchFaceModel(
  tenants: readonly string[],
  dependencies: WatchFaceModelDependencies,
): Promise<void> {
  const { probe, generations, emit } = dependencies;
  const newest = await probe.newestVersion();
  reportPolicy(newest, dependencies);
  const found = await mapBounded(tenants, TENANTS_CONCURRENCY, async (tenant) => {
    const { active, filling } = await generations.get(tenant);
    const version = await oldestVersion(tenant, active, dependencies);
    if (version === undefined || !isBehind(version, newest)) return false;
    const next = filling && (await oldestVersion(tenant, filling, dependencies));
    if (next !== undefined && !isBehind(next, newest)) return false;
    await raise(tenant, active, version, newest, dependencies);
    return true;
  });
  emit('GenerationsBehind', found.filter(Boolean).length, {});
}

/**
 * Returns the oldest face model version in a generation. Its shards were created together, so the first has
 * that of all; a watchlist may have been declared later, and has a newer one.
 */
async function oldestVersion(
  tenant: string,
  generation: Generation,
  { inventory, collectionPrefix, listedGenerations }: WatchFaceModelDependencies,
): Promise<string | undefined> {
  const firstShards = galleriesIn(listedGenerations, tenant, generation).map((gallery) => ({
    ...gallery,
    shards: 1,
  }));
  let oldest: string | undefined;
  for (const { collectionId } of shardsOfGalleries(collectionPrefix, tenant, firstShards)) {
    const version = (await inventory.describe(collectionId))?.faceModelVersion;
    if (version !== undefined && (oldest === undefined || isBehind(version, oldest))) oldest = version;
  }
  return oldest;
}

async function raise(
  tenant: string,
  active: Generation,
  version: string,
  newest: string,
  dependencies: WatchFaceModelDependencies,
): Promise<void> {
  const { inventory, events, listedGenerations, collectionPrefix } = dependencies;
  let faces = 0;
  const galleries = galleriesIn(listedGenerations, tenant, active);
  for (const { collectionId } of shardsOfGalleries(collectionPrefix, tenant, galleries))
    faces += (await inventory.describe(collectionId))?.faceCount ?? 0;
  await events.faceModelBehind({
    tenant,
    generation: active.generation,
    face_model_version: version,
    newest_face_model_version: newest,
    ...effortOf(faces, dependencies.indexFacesPerSecond, dependencies.indexFacesUsd),
    generation_to_add: nextGenerationName(
      generationsOf(listedGenerations, tenant).map(({ generation: name }) => name),
    ),
  });
}

/** Counts, as 0 or 1, each way in which the policy does not fit the newest face model. */
function reportPolicy(newest: string, { policy, emit }: WatchFaceModelDependencies): void {
  const found = {
    stateless_version_behind: isBehind(policy.stateless_face_model_version, newest),
    threshold_missing: !hasThreshold(policy.match_thresholds, newest),
  };
  for (const [finding, isFound] of Object.entries(found))
    emit('PolicyBehindModel', isFound ? 1 : 0, { Finding: finding });
}
