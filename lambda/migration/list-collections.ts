import {
  COLLECTION_LIMITS,
  type Generation,
  type Generations,
  galleriesIn,
  generationsOf,
} from '../collections/contract.ts';
import type {
  CollectionDescription,
  CollectionInventory,
} from '../collections/ports/collection-inventory.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { GenerationShapes } from '../collections/ports/generation-shapes.ts';
import type { Caller } from '../kernel/caller.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import { type Page, toPage } from '../kernel/page.ts';
import { invalidRequest } from '../kernel/problem.ts';
import { isThrottle } from '../kernel/retry.ts';
import { collectionId, listOfCollection } from '../kernel/tenancy.ts';
import type { Replicas } from '../replication/ports/replication-requests.ts';
import type { CollectionView, ListCollectionsQuery } from './contract.ts';
import { stateOfGeneration } from './domain/generation-state.ts';
import type { MigrationStore } from './ports/migration-store.ts';

export interface ListCollectionsDependencies {
  readonly declared: Generations;
  readonly collectionPrefix: string;
  readonly roles: Pick<GenerationRegistry, 'get'>;
  readonly shapes: Pick<GenerationShapes, 'list'>;
  readonly migrations: Pick<MigrationStore, 'list'>;
  readonly inventory: Pick<CollectionInventory, 'describe'>;
  /** Present if there is a second region. */
  readonly second?: {
    readonly region: string;
    readonly replicas: Pick<Replicas, 'areComplete'>;
    readonly inventory: Pick<CollectionInventory, 'describe'>;
  };
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** DescribeCollection calls at a time, as many as the daily check of face models makes. */
const DESCRIBE_CONCURRENCY = 4;
/**
 * Wait after a throttled call: four at a time that each wait a second stay below five calls per second, the
 * default quota.
 */
const THROTTLED_WAIT_MS = 1_000;
/** Waits for one collection, so that a page of 50 fits into the function's 28 s even so. */
const MAX_WAITS = 15;

/**
 * Lists the collections of a tenant's configured generations in the order of the configuration, and measures
 * each one of the page.
 * @throws Problem `invalid_request` for a cursor that names none of them
 */
export async function listCollections(
  caller: Caller,
  { limit, cursor }: ListCollectionsQuery,
  dependencies: ListCollectionsDependencies,
): Promise<Page<CollectionView>> {
  const { tenant } = caller;
  const all = await declaredCollections(tenant, dependencies);
  const before = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before < 0)
    throw invalidRequest('cursor', 'must be the next_cursor of the previous page');
  const page = all.slice(before + 1, before + 1 + limit);
  const data = await mapBounded(page, DESCRIBE_CONCURRENCY, (one) => measure(tenant, one, dependencies));
  const hasMore = before + 1 + limit < all.length;
  return toPage(data, hasMore ? page.at(-1)?.id : undefined);
}

/** Lists the collections without their measures, for which Rekognition is called. */
async function declaredCollections(
  tenant: string,
  { declared, collectionPrefix, roles, shapes, migrations }: ListCollectionsDependencies,
): Promise<readonly CollectionView[]> {
  const [current, used, { migrations: newest }] = await Promise.all([
    roles.get(tenant),
    shapes.list(tenant),
    migrations.list(tenant, 1),
  ]);
  const usedNames = new Set(used.map(({ generation }) => generation));
  return generationsOf(declared, tenant).flatMap((generation) => {
    const state = stateOfGeneration(generation.generation, current, usedNames, newest[0]);
    return galleriesIn(declared, tenant, generation).flatMap((gallery) =>
      Array.from({ length: gallery.shards }, (_, shard): CollectionView => {
        const id = collectionId(collectionPrefix, tenant, gallery.generation, shard);
        const list = listOfCollection(id);
        return {
          id,
          generation: generation.generation,
          state,
          ...(list === undefined ? {} : { list_id: list }),
          shard,
          shards: gallery.shards,
          shard_key: gallery.shard_key,
          vectors: gallery.vectors,
          face_limit: COLLECTION_LIMITS.faceVectorsPerCollection,
        };
      }),
    );
  });
}

async function measure(
  tenant: string,
  collection: CollectionView,
  { inventory, second, wait }: ListCollectionsDependencies,
): Promise<CollectionView> {
  const { id, vectors } = collection;
  const [here, there] = await Promise.all([
    describePatiently(id, inventory, wait),
    second && measureSecond(tenant, collection, second),
  ]);
  return { ...collection, ...toFill(here, vectors), ...(there ? { second_region: there } : {}) };
}

/** Describes a collection, and waits where the calls of a page are more than the quota takes at once. */
async function describePatiently(
  id: string,
  inventory: Pick<CollectionInventory, 'describe'>,
  wait: ListCollectionsDependencies['wait'],
): Promise<CollectionDescription | undefined> {
  for (let waits = 0; ; waits += 1)
    try {
      return await inventory.describe(id);
    } catch (error) {
      if (!isThrottle(error) || waits === MAX_WAITS) throw error;
      await wait(THROTTLED_WAIT_MS);
    }
}

/** The first region decides: its collection is shown also while the second region does not answer. */
async function measureSecond(
  tenant: string,
  { id, vectors }: CollectionView,
  { region, replicas, inventory }: NonNullable<ListCollectionsDependencies['second']>,
): Promise<NonNullable<CollectionView['second_region']>> {
  const [complete, there] = await Promise.all([
    replicas.areComplete(tenant, id),
    inventory.describe(id).catch(() => undefined),
  ]);
  return { region, complete, ...toFill(there, vectors) };
}

/** Decimal places of a fill: with six, a collection of one face is not empty. */
const FILL_DECIMALS = 6;

function toFill(found: CollectionDescription | undefined, vectors: Generation['vectors']) {
  if (!found) return {};
  const { faceCount, userCount, faceModelVersion } = found;
  const ofFaces = faceCount / COLLECTION_LIMITS.faceVectorsPerCollection;
  const ofUsers = vectors === 'user' ? userCount / COLLECTION_LIMITS.userVectorsPerCollection : 0;
  return {
    faces: faceCount,
    users: userCount,
    fill_percent: Number((100 * Math.max(ofFaces, ofUsers)).toFixed(FILL_DECIMALS)),
    face_model_version: faceModelVersion,
  };
}
