import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { Migration } from '../../../lambda/migration/domain/migration.ts';
import { type MigrateFacesDependencies, migrateFaces } from '../../../lambda/migration/migrate-faces.ts';
import { aMigration } from './a-migration.ts';
import { aFace, aListMapping, aMapping, minutesAfter, NOON, recordOf, TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemoryMigrations } from './in-memory-migrations.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { InMemoryUsers, InMemoryUserVectorRequests } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** Of an enrollment that would be over. */
export const OLD_IMAGE = createIdentifier('img', minutesAfter(-600), new Uint8Array(10));
export const G1 = [0, 1].map((shard) => `p.${TENANT}.g1.${shard}`);
export const [OLD = '', OTHER = ''] = G1;
export const NEW = `p.${TENANT}.g2.0`;
/** A tenant that moves from two shards to one; nobody is there yet. */
export function aTenantToMigrate(
  changes: Partial<Migration> = {},
  vectors: 'face' | 'user' = 'face',
  lists: readonly string[] = [],
) {
  const rows: FaceMapping[] = [];
  const migrations = new InMemoryMigrations(aMigration(changes), rows);
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const requests = new InMemoryUserVectorRequests(() => NOON);
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const { emit, metrics } = recordedMetrics();
  const waits: number[] = [];
  const forgotten: unknown[] = [];
  let now = minutesAfter(10);
  let drawn = 0;
  const listOfCollection: MigrateFacesDependencies['mappings']['listOfCollection'] = async (
    _tenant,
    id,
    limit,
    cursor = '0',
  ) => {
    const all = rows.filter(({ collection_id }) => collection_id === id);
    const end = Number(cursor) + limit;
    return {
      mappings: all.slice(Number(cursor), end),
      ...(end < all.length ? { next: String(end) } : {}),
    };
  };
  const ports: MigrateFacesDependencies = {
    tombstones: new InMemoryTombstones(),
    migrations,
    missing: {
      record: async () => {},
      forget: async () => {},
      forgetBefore: async (...args) => {
        forgotten.push(args);
      },
    },
    mappings: {
      listOfCollection,
      listOfUser: async (_tenant, user) =>
        rows.filter((row) => row.kind === 'user').filter(({ user_id }) => user_id === user),
      listOfOwner: async (_tenant, owner) => rows.filter((row) => ownerKey(row) === ownerKey(owner)),
    },
    enrollments: {
      faceRecords: async (_tenant, ids) =>
        new Map(
          rows.filter(({ face_id }) => ids.includes(face_id)).map((row) => [row.face_id, recordOf(row)]),
        ),
    },
    enrolledImages,
    collections,
    inventory: collections,
    users,
    requests,
    queue: requests.queue,
    evictions: { remove: async () => {} },
    limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      users.publish();
    },
    policy: DEFAULT_POLICY,
    collectionPrefix: 'p',
    declared: {
      default: [aGeneration({ shards: 2 }), aGeneration({ generation: 'g2', shards: 1, vectors })],
      tenants: {},
      ...(lists.length > 0 ? { watchlists: { [TENANT]: [...lists] } } : {}),
    },
    clock: () => now,
    newIdentifier: (prefix) => {
      drawn += 1;
      return `${prefix}_${drawn}`;
    },
    emit,
  };
  const factsOf = (person: string, collection_id: string) => {
    const key = `${TENANT}/${person}.jpg`;
    enrolledImages.images.set(key, anImageOf(person));
    return {
      collection_id,
      image_id: `img_${person}`,
      face_id: collections.add(collection_id, person, OLD_IMAGE),
      s3_image_url: enrolledImages.urlOf(key),
      bbox: aFace().boundingBox,
    };
  };
  const enroll = (user_id: string, collection_id: string) => {
    const mapping = aMapping({ ...factsOf(user_id, collection_id), user_id });
    rows.push(mapping);
    return mapping.face_id;
  };
  const addEntry = (person: string, list_id: string) => {
    const facts = factsOf(person, `p.${TENANT}.g1_${list_id}.0`);
    rows.push(aListMapping({ ...facts, list_id, entry_id: `wle_${person}` }));
  };
  const work = (more: Partial<MigrateFacesDependencies> = {}) =>
    migrateFaces({ tenant: TENANT, migration_id: 'mig_1', attempt: '1' }, { ...ports, ...more });
  /** Lets the time of a call be over once the work was written down so many times. */
  const stopAfter = (pages: number) => {
    let written = 0;
    const count = <Written>(answer: Written): Written => {
      written += 1;
      if (written === pages) now = new Date(now.getTime() + 15_000);
      return answer;
    };
    const { advance, finish, startPass } = migrations;
    migrations.advance = async (...args) => count(await advance(...args));
    migrations.finish = async (...args) => count(await finish(...args));
    migrations.startPass = async (...args) => count(await startPass(...args));
  };
  const statusOf = () => migrations.migration.status;
  return {
    rows,
    addEntry,
    migrations,
    collections,
    users,
    waits,
    forgotten,
    metrics,
    ports,
    enroll,
    work,
    stopAfter,
    statusOf,
  };
}
