import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoGenerationRegistry } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { createDynamoGenerationShapes } from '../../../lambda/collections/adapters/dynamo-generation-shapes.ts';
import { checkedGenerations } from '../../../lambda/collections/checked-generations.ts';
import type { Generation } from '../../../lambda/collections/contract.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import {
  createDynamoFaceMappingStore,
  mappingItem,
} from '../../../lambda/enrollment/adapters/dynamo-face-mapping-store.ts';
import { createDynamoMissingImages } from '../../../lambda/enrollment/adapters/dynamo-missing-images.ts';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { createDynamoMigrationStore } from '../../../lambda/migration/adapters/dynamo-migration-store.ts';
import { createDynamoShadowReadStore } from '../../../lambda/migration/adapters/dynamo-shadow-read-store.ts';
import type { MigrationAction } from '../../../lambda/migration/domain/migration.ts';
import { migrateFaces } from '../../../lambda/migration/migrate-faces.ts';
import { changeMigration, createMigration, getMigration } from '../../../lambda/migration/migrations.ts';
import { faceKey, userVectorsKey } from '../../../lambda/platform/dynamo-keys.ts';
import { createDynamoTombstones } from '../../../lambda/tombstones/adapters/dynamo-tombstones.ts';
import { createDynamoFaceEviction } from '../../../lambda/user-vectors/adapters/dynamo-face-eviction.ts';
import { createDynamoUserVectorRequests } from '../../../lambda/user-vectors/adapters/dynamo-user-vector-requests.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { createUserVectors } from '../../../lambda/user-vectors/user-vectors.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { deleteUserFace } from '../../../lambda/users/delete-user-face.ts';
import { aMapping, anOperator, NOON } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { enrollmentsMeanwhile } from './enrollments-meanwhile.ts';
import { heldByGenerations } from './held-by-generations.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { aShadowReadPolicy } from './in-memory-shadow-reads.ts';
import { aSubjectHash } from './in-memory-tombstones.ts';
import { InMemoryUsers } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const PEOPLE = ['ada', 'bob', 'cyd'] as const;
const clock = () => NOON;

/** What the searches of the two generations compare with. */
export interface Vectors {
  readonly from: Generation['vectors'];
  readonly to: Generation['vectors'];
}
export const FACES: Vectors = { from: 'face', to: 'face' };

/** What a test is about, if not about people of whom nothing is known. */
interface Population {
  readonly people?: readonly string[];
  readonly attributesOf?: (person: string) => UserFaceMapping['attributes'];
  /** Of the generation that is filled. */
  readonly shardKey?: Generation['shard_key'];
}

/** A tenant with one face of each person in the first of its two generations. */
export async function aMigratingTenant(
  tables: DynamoTables,
  { from, to }: Vectors = FACES,
  { people = PEOPLE, attributesOf = () => undefined, shardKey = { kind: 'hash' } }: Population = {},
) {
  const declared = {
    default: [
      aGeneration({ shards: 2, vectors: from }),
      aGeneration({ generation: 'g2', shards: 3, vectors: to, shard_key: shardKey }),
    ],
    tenants: {},
  };
  const caller: Caller = { ...anOperator(), tenant: unique('acme') };
  const { tenant } = caller;
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const { documents, control, faceMapping } = tables;
  let drawn = 0;
  const newIdentifier = (prefix: Parameters<typeof createIdentifier>[0]) => {
    drawn += 1;
    return createIdentifier(
      prefix,
      NOON,
      Uint8Array.from({ length: 10 }, () => drawn % 256),
    );
  };
  const sources: UserFaceMapping[] = [];
  for (const [index, person] of people.entries()) {
    const image_id = newIdentifier('img');
    const key = `${tenant}/${image_id}.jpg`;
    const collection_id = `face-idv.${tenant}.g1.${index % 2}`;
    const attributes = attributesOf(person);
    await enrolledImages.writeJpeg(key, anImageOf(person));
    sources.push(
      aMapping({
        tenant,
        user_id: person,
        collection_id,
        face_id: collections.add(collection_id, person, image_id),
        image_id,
        image_sha256: person.padEnd(64, '0'),
        s3_image_url: enrolledImages.urlOf(key),
        ...(attributes ? { attributes } : {}),
      }),
    );
  }
  for (const source of sources) {
    const record = { ...faceKey(tenant, source.face_id), state: 'mapped', user_id: source.user_id };
    await documents.send(new PutCommand({ TableName: faceMapping, Item: mappingItem(source) }));
    await documents.send(new PutCommand({ TableName: control, Item: record }));
    if (from === 'face') continue;
    const userId = userVectorId(tenant, source.user_id);
    await users.create(source.collection_id, userId);
    await users.associate(source.collection_id, userId, [source.face_id]);
  }
  users.publish();

  const { emit } = recordedMetrics();
  const generations = checkedGenerations(
    createDynamoGenerationRegistry(documents, control, declared),
    createDynamoGenerationShapes(documents, control),
    emit,
  );
  const ports = {
    migrations: createDynamoMigrationStore(documents, tables),
    missing: createDynamoMissingImages(documents, control, () => new Date(NOON.getTime() - 60_000)),
    mappings: createDynamoFaceMappingStore(documents, faceMapping),
    enrollments: createDynamoEnrollmentStore(documents, control, clock, false),
    tombstones: createDynamoTombstones(documents, control, aSubjectHash),
    collections,
    inventory: collections,
    users,
    requests: createDynamoUserVectorRequests(documents, control, clock),
    queue: { send: async () => {} },
    evictions: createDynamoFaceEviction(documents, tables),
    enrolledImages,
    limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
  };
  const settings = {
    declared,
    collectionPrefix: 'face-idv',
    // Rekognition makes a vector ACTIVE while others wait for it
    wait: async () => users.publish(),
    policy: DEFAULT_POLICY,
    clock,
    newIdentifier,
    emit,
  };
  const workflow = { start: async () => {} };
  const migration = await createMigration(
    caller,
    { to: 'g2' },
    { ...ports, ...settings, declared, generations, workflow },
  );
  const shadowReads = createDynamoShadowReadStore(documents, control, clock);
  const change = (
    action: MigrationAction | 'resume',
    accepted: { readonly accept_missing?: boolean; readonly accept_disagreement?: boolean } = {},
  ) =>
    changeMigration(
      caller,
      migration.id,
      action,
      { accept_missing: false, accept_disagreement: false, ...accepted },
      {
        ...{ ...ports, ...settings, generations, workflow, newIdentifier, clock, shadowReads },
        policy: aShadowReadPolicy(),
      },
    );
  const work = (dependencies: typeof ports = ports) =>
    migrateFaces({ tenant, migration_id: migration.id, attempt: '1' }, { ...dependencies, ...settings });
  const erase = (person: string, faceId: string) =>
    deleteUserFace(caller, person, faceId, {
      mappings: ports.mappings,
      pairs: new InMemoryAllowedPairs(),
      removal: createDynamoFaceRemoval(documents, tables, clock),
      collections,
      enrolledImages,
      vectors: createUserVectors({
        ...ports,
        ...settings,
        generations: declared,
        newRevision: () => newIdentifier('uv'),
      }),
    });
  const meanwhile = enrollmentsMeanwhile(tenant, { ...ports, ...settings, generations, tables });
  const current = () => getMigration(caller, migration.id, ports.migrations);
  const state = async () => {
    const { active, filling, draining } = await generations.get(tenant);
    const { status, pass, counts } = await current();
    return {
      status,
      pass,
      counts,
      planned: (await ports.migrations.plannedImages(migration)).size,
      missing: await ports.missing.list(tenant, 'g2', 100),
      building: (await documents.send(vectorRequestsOf(control, tenant))).Items ?? [],
      held: await heldByGenerations(tenant, declared.default, ports),
      roles: [active, filling, draining].map((one) => one?.generation),
    };
  };
  return {
    ports,
    current,
    ...meanwhile,
    shadowReads,
    sources,
    collections,
    users,
    declared,
    tenant,
    enrolledImages,
    work,
    change,
    erase,
    state,
  };
}
const vectorRequestsOf = (TableName: string, tenant: string) =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': userVectorsKey(tenant) },
  });

export type MigratingTenant = Awaited<ReturnType<typeof aMigratingTenant>>;
export type MigrationPorts = MigratingTenant['ports'];
