import type * as z from 'zod/mini';
import {
  type GalleryShard,
  type Generation,
  type Generations,
  galleriesIn,
  generationsOf,
  shardsOfGalleries,
} from '../collections/contract.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { MissingImages } from '../enrollment/ports/missing-images.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { RateExhausted, type RateLimiter } from '../rate-limits/ports/rate-limiter.ts';
import { type BuildVectorsPageDependencies, buildVectorsPage } from './build-vectors-page.ts';
import type { MigrationInput, migrateFacesOutput } from './contract.ts';
import {
  isAtWork,
  type Migration,
  NO_IMAGES,
  needsAnotherPass,
  type WorkedPage,
} from './domain/migration.ts';
import { type EmptyCollectionDependencies, emptyPage } from './empty-collection.ts';
import { type MigrateImageDependencies, migrateImage, sumOfImages } from './migrate-image.ts';
import type { MigrationStore } from './ports/migration-store.ts';
import { type VerifyCollectionDependencies, verifyCollection } from './verify-collection.ts';

export interface MigrateFacesDependencies
  extends MigrateImageDependencies,
    Omit<BuildVectorsPageDependencies, 'faces' | 'enrollments' | 'mappings'>,
    Omit<EmptyCollectionDependencies, 'collections' | 'mappings' | 'migrations' | 'requests' | 'users'>,
    Omit<VerifyCollectionDependencies, 'collections' | 'migrations' | 'users'> {
  readonly migrations: MigrationStore;
  readonly missing: Pick<MissingImages, 'record' | 'forget' | 'forgetBefore'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection' | 'listOfUser' | 'listOfOwner'>;
  readonly limiter: RateLimiter;
  readonly declared: Generations;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Images per page: after a crash, the counts of one page are lost, but not its work. */
const IMAGES_PER_PAGE = 50;
/** Concurrent images: at 200 ms per call, 50 calls per second. */
const IMAGES_CONCURRENCY = 10;
/** A call ends well before its function times out (28 s), and the next one continues. */
const SLICE_MS = 15_000;
/**
 * Faces approved just before the migration began are in one generation only, and the index that is read here
 * may lag behind the table: "within a fraction of a second" under normal conditions, says DynamoDB's guide.
 */
const INDEX_LAG_MS = 5_000;

/** Errors of Rekognition if two callers change one user at the same time, or a face was associated again. */
const MEETING_ERRORS: readonly string[] = ['ConflictException', 'FacesNotDeleted'];

/**
 * Works on a migration for a while: fills the new generation page by page, builds its vectors, or empties the
 * abandoned one. Every page is recorded before the next begins, so that the next call after a crash continues
 * there.
 * @returns `more` while there is work left
 */
export async function migrateFaces(
  { tenant, migration_id }: MigrationInput,
  dependencies: MigrateFacesDependencies,
): Promise<z.infer<typeof migrateFacesOutput>> {
  const { migrations, clock } = dependencies;
  const until = clock().getTime() + SLICE_MS;
  while (clock().getTime() < until) {
    const migration = await migrations.get(tenant, migration_id);
    if (!migration || !isAtWork(migration.status)) return { status: 'done' };
    try {
      if (migration.status === 'filling') await fillPage(migration, dependencies);
      else if (migration.status === 'verifying') await verifyPage(migration, dependencies);
      else if (migration.status === 'building') await buildPage(migration, dependencies);
      else await emptyNext(migration, dependencies);
    } catch (error) {
      // the shared rate is reserved beyond this call; unfinished images are found again
      if (error instanceof RateExhausted) return { status: 'more' };
      // a vector was still being built when its generation was abandoned; the next call deletes it again
      if (error instanceof Error && MEETING_ERRORS.includes(error.name)) return { status: 'more' };
      throw error;
    }
  }
  return { status: 'more' };
}

async function fillPage(migration: Migration, dependencies: MigrateFacesDependencies): Promise<void> {
  const { migrations, missing, mappings, declared, wait, clock, emit } = dependencies;
  const sources = collectionsIn(migration, migration.from, dependencies);
  const target = requireGeneration(declared, migration, migration.to);
  const { shard, cursor } = migration.position;
  if (shard === 0 && cursor === undefined) {
    const settledAt = new Date(migration.created_at).getTime() + INDEX_LAG_MS;
    await wait(Math.max(0, settledAt - clock().getTime()));
    // this pass finds again what is still missing; very recent rows may not be in the index yet
    await missing.forgetBefore(migration.tenant, migration.to, new Date(clock().getTime() - INDEX_LAG_MS));
  }
  const source = sources[shard];
  if (!source) {
    const again = needsAnotherPass(migration.counts);
    await (again ? migrations.startPass(migration, clock()) : migrations.finish(migration, clock()));
    return;
  }
  const { collectionId } = source;
  const page = await mappings.listOfCollection(migration.tenant, collectionId, IMAGES_PER_PAGE, cursor);
  const moved = await mapBounded(page.mappings, IMAGES_CONCURRENCY, (mapping) =>
    migrateImage(migration, target, mapping, dependencies),
  );
  const sum = sumOfImages(moved);
  const next = page.next === undefined ? { shard: shard + 1 } : { shard, cursor: page.next };
  await migrations.advance(migration, { next, looked: moved.length, ...sum });
  emit('FaceMigrated', sum.counts.indexed, { Result: 'indexed' });
  emit('FaceMigrated', sum.counts.failed, { Result: 'failed' });
}

/** Checks the new generation for faces without an owner; then settles the plans of killed attempts. */
async function verifyPage(migration: Migration, dependencies: MigrateFacesDependencies): Promise<void> {
  const { migrations, clock } = dependencies;
  const { shard, cursor } = migration.position;
  const target = collectionsIn(migration, migration.to, dependencies)[shard];
  if (!target) {
    for (const imageId of await migrations.plannedImages(migration))
      await migrations.forgetImage(migration, imageId);
    await migrations.finish(migration, clock());
    return;
  }
  const page = await verifyCollection(migration, target.collectionId, cursor, dependencies);
  await advanceCursor(migration, page, migrations);
}

/** Builds the user vectors of the new generation, one collection after another; the lists have none. */
async function buildPage(migration: Migration, dependencies: MigrateFacesDependencies): Promise<void> {
  const { migrations, clock } = dependencies;
  const { shard, cursor } = migration.position;
  const target = collectionsIn(migration, migration.to, dependencies)[shard];
  if (target?.vectors !== 'user') {
    await migrations.finish(migration, clock());
    return;
  }
  const faces = dependencies.collections;
  const page = await buildVectorsPage(migration, target.collectionId, cursor, { ...dependencies, faces });
  await advanceCursor(migration, page, migrations);
}

/**
 * Deletes one page of faces of the abandoned generation, with their rows, so that every page is the first.
 */
async function emptyNext(migration: Migration, dependencies: MigrateFacesDependencies): Promise<void> {
  const { migrations, clock, emit } = dependencies;
  const isDraining = migration.status === 'draining';
  const { shard } = migration.position;
  const given = isDraining ? migration.from : migration.to;
  const emptied = collectionsIn(migration, given, dependencies)[shard];
  if (!emptied) {
    const isFinished = await migrations.finish(migration, clock());
    if (isFinished && isDraining) emit('MigrationChanged', 1, { Change: 'completed' });
    return;
  }
  const { collectionId, vectors } = emptied;
  const looked = await emptyPage(migration.tenant, collectionId, vectors, dependencies);
  const next = looked === undefined ? { shard: shard + 1 } : { shard };
  await migrations.advance(migration, { next, looked: looked ?? 0, counts: NO_IMAGES, calls: {} });
}

/** Records that a page is done: the next one is in the same collection, or the first of the next. */
async function advanceCursor(
  migration: Migration,
  { looked, next: cursor }: WorkedPage,
  migrations: Pick<MigrationStore, 'advance'>,
): Promise<void> {
  const { shard } = migration.position;
  const next = cursor === undefined ? { shard: shard + 1 } : { shard, cursor };
  await migrations.advance(migration, { next, looked, counts: NO_IMAGES, calls: {} });
}

/**
 * The collections of a generation, by the position of the work in them: first the shards of users, then the
 * watchlists.
 */
const collectionsIn = (
  migration: Migration,
  name: string,
  { declared, collectionPrefix }: Pick<MigrateFacesDependencies, 'declared' | 'collectionPrefix'>,
): readonly GalleryShard[] =>
  shardsOfGalleries(
    collectionPrefix,
    migration.tenant,
    galleriesIn(declared, migration.tenant, requireGeneration(declared, migration, name)),
  );

function requireGeneration(declared: Generations, { tenant, id }: Migration, name: string): Generation {
  const generation = generationsOf(declared, tenant).find((one) => one.generation === name);
  if (!generation)
    throw new Error(`generation ${name} of migration ${id} is no longer in the configuration; restore it`);
  return generation;
}
