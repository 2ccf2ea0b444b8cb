import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { createDynamoBulkEnrolment } from '../../../lambda/adapters/dynamo-bulk-enrolment.ts';
import { createDynamoEnrolmentStore } from '../../../lambda/adapters/dynamo-enrolment-store.ts';
import {
  createDynamoFaceMappingStore,
  mappingItem,
} from '../../../lambda/adapters/dynamo-face-mapping-store.ts';
import { createDynamoFaceRemoval } from '../../../lambda/adapters/dynamo-face-removal.ts';
import { createDynamoGenerationRegistry } from '../../../lambda/adapters/dynamo-generation-registry.ts';
import { faceKey } from '../../../lambda/adapters/dynamo-keys.ts';
import { createDynamoMigrationStore } from '../../../lambda/adapters/dynamo-migration-store.ts';
import { createDynamoMissingImages } from '../../../lambda/adapters/dynamo-missing-images.ts';
import { createDynamoShadowReadStore } from '../../../lambda/adapters/dynamo-shadow-read-store.ts';
import type { Caller } from '../../../lambda/domain/caller.ts';
import { createIdentifier } from '../../../lambda/domain/identifier.ts';
import type { MigrationAction } from '../../../lambda/domain/migration.ts';
import type { FaceMapping } from '../../../lambda/ports/face-mapping-store.ts';
import { deleteUserFace } from '../../../lambda/use-cases/delete-user-face.ts';
import { migrateFaces } from '../../../lambda/use-cases/migrate-faces.ts';
import { changeMigration, createMigration, getMigration } from '../../../lambda/use-cases/migrations.ts';
import { aClaim, aMapping, anOperator, NOON } from './builders.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { anImageOf, InMemoryCollections, NOBODY } from './in-memory-collections.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { aShadowReadPolicy } from './in-memory-shadow-reads.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const PEOPLE = ['ada', 'bob', 'cyd'] as const;
const DECLARED = {
  default: [aGeneration({ shards: 2 }), aGeneration({ generation: 'g2', shards: 3 })],
  tenants: {},
};
const clock = () => NOON;
/** More calls than any of these migrations needs. */
const ATTEMPTS = 5;

/** One call of a port that fails: before it acts, or after it has acted. */
export interface Fault {
  readonly port: string;
  readonly method: string;
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** A tenant with one face of each person in the first of its two generations. */
export async function aMigratingTenant(tables: DynamoTables) {
  const caller: Caller = { ...anOperator(), tenant: unique('acme') };
  const { tenant } = caller;
  const collections = new InMemoryCollections();
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
  const sources: FaceMapping[] = [];
  for (const [index, person] of PEOPLE.entries()) {
    const image_id = newIdentifier('img');
    const key = `${tenant}/${person}/${image_id}.jpg`;
    const collection_id = `face-idv.${tenant}.g1.${index % 2}`;
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
      }),
    );
  }
  for (const source of sources) {
    const record = { ...faceKey(tenant, source.face_id), state: 'mapped', user_id: source.user_id };
    await documents.send(new PutCommand({ TableName: faceMapping, Item: mappingItem(source) }));
    await documents.send(new PutCommand({ TableName: control, Item: record }));
  }

  const generations = createDynamoGenerationRegistry(documents, control, DECLARED);
  const { emit } = recordedMetrics();
  const ports = {
    migrations: createDynamoMigrationStore(documents, { control, faceMapping }, DECLARED),
    missing: createDynamoMissingImages(documents, control, () => new Date(NOON.getTime() - 60_000)),
    mappings: createDynamoFaceMappingStore(documents, faceMapping),
    enrolments: createDynamoEnrolmentStore(documents, control, clock),
    collections,
    inventory: collections,
    enrolledImages,
    limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
  };
  const settings = {
    declared: DECLARED,
    collectionPrefix: 'face-idv',
    wait: async () => {},
    clock,
    newIdentifier,
    emit,
  };
  const workflow = { start: async () => {} };
  const migration = await createMigration(
    caller,
    { to: 'g2' },
    { ...ports, ...settings, declared: () => DECLARED.default, generations, workflow },
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
      { ...ports, generations, workflow, newIdentifier, clock, shadowReads, policy: aShadowReadPolicy() },
    );
  const work = (dependencies: typeof ports = ports) =>
    migrateFaces({ tenant, migration_id: migration.id, attempt: '1' }, { ...dependencies, ...settings });
  const erase = (person: string, faceId: string) =>
    deleteUserFace(caller, person, faceId, {
      mappings: ports.mappings,
      removal: createDynamoFaceRemoval(documents, { control, faceMapping }),
      collections,
      enrolledImages,
      vectors: { build: async () => {}, detach: async () => {} },
      emit,
    });
  /** Enrols somebody whose image shows nobody to the model of the generation that is written besides. */
  const enrolUnseen = async (person: string) => {
    const state = await generations.get(tenant);
    const [other] = [state.filling, state.draining].flatMap((one) => one?.generation ?? []);
    const image_id = newIdentifier('img');
    const key = `${tenant}/${person}/${image_id}.jpg`;
    await enrolledImages.writeJpeg(key, anImageOf(NOBODY));
    const collection_id = `face-idv.${tenant}.${state.active.generation}.0`;
    const face_id = collections.add(collection_id, person, image_id);
    const image_sha256 = person.padEnd(64, '0');
    const planned = {
      collection_id,
      image_id,
      generations_revision: state.revision,
      copies: [`face-idv.${tenant}.${other}.0`],
    };
    const claim = aClaim({ tenant, user_id: person, session_id: unique('ij'), image_sha256, planned });
    await ports.enrolments.claim(claim);
    const s3_image_url = enrolledImages.urlOf(key);
    const mapping = aMapping({ tenant, user_id: person, collection_id, face_id, image_id, s3_image_url });
    const bulk = createDynamoBulkEnrolment(documents, { control, faceMapping }, DECLARED);
    expect(await bulk.enrol(claim, [mapping])).toBe('enrolled');
  };
  const current = () => getMigration(caller, migration.id, ports.migrations);
  /** What each generation holds: faces in its collections, and users by the mapping table; both sorted. */
  const state = async () => {
    const held: Record<string, { faces: string[]; mapped: string[]; users: string[] }> = {};
    for (const { generation, shards } of DECLARED.default) {
      const found = { faces: [] as string[], mapped: [] as string[], users: [] as string[] };
      for (let shard = 0; shard < shards; shard += 1) {
        const id = `face-idv.${tenant}.${generation}.${shard}`;
        found.faces.push(...(collections.collections.get(id) ?? []).map(({ faceId }) => faceId));
        const { mappings } = await ports.mappings.listOfCollection(tenant, id, 100);
        found.mapped.push(...mappings.map(({ face_id }) => face_id));
        found.users.push(...mappings.map(({ user_id }) => user_id));
      }
      held[generation] = {
        faces: found.faces.sort(),
        mapped: found.mapped.sort(),
        users: found.users.sort(),
      };
    }
    const { status, pass, counts } = await current();
    const planned = (await ports.migrations.plannedImages(migration)).size;
    const { active, filling, draining } = await generations.get(tenant);
    return {
      status,
      pass,
      counts,
      planned,
      held,
      roles: [active, filling, draining].map((one) => one?.generation),
    };
  };
  return {
    ports,
    current,
    enrolUnseen,
    shadowReads,
    sources,
    collections,
    enrolledImages,
    work,
    change,
    erase,
    state,
  };
}
export type MigratingTenant = Awaited<ReturnType<typeof aMigratingTenant>>;
type Ports = MigratingTenant['ports'];

/** The same ports; calls are noted, and the one that the fault names fails. */
function failing(ports: Ports, fault: Fault | undefined, seen: Map<string, number>): Ports {
  const wrapped = Object.entries(ports).map(([port, target]) => [
    port,
    new Proxy(target, {
      get(object, method) {
        const value: unknown = Reflect.get(object, method, object);
        // the name of a key is arithmetic, and no call
        if (typeof value !== 'function' || typeof method !== 'string' || method === 'keyOf')
          return typeof value === 'function' ? value.bind(object) : value;
        return async (...values: unknown[]) => {
          const call = (seen.get(`${port}.${method}`) ?? 0) + 1;
          seen.set(`${port}.${method}`, call);
          const isFault = fault?.port === port && fault.method === method && fault.call === call;
          if (isFault && fault.when === 'before') throw new Error('no answer');
          const answer: unknown = await value.apply(object, values);
          if (isFault) throw new Error('the answer was lost');
          return answer;
        };
      },
    }),
  ]);
  return Object.fromEntries(wrapped) as Ports;
}

/** Goes on after every fault, as the state machine does. */
export async function workOn(tenant: MigratingTenant, ports: Ports): Promise<void> {
  let fault: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      if ((await tenant.work(ports)).status === 'done') return;
    } catch (error) {
      // the next attempt finds what this one has left
      fault = error;
    }
  }
  throw new Error('the work has not ended', { cause: fault });
}

/** A call of every method that a part of the work makes, failing in both ways. */
async function faultsOf(
  tables: DynamoTables,
  prepare: (tenant: MigratingTenant) => Promise<void>,
): Promise<Fault[]> {
  const tenant = await aMigratingTenant(tables);
  await prepare(tenant);
  const seen = new Map<string, number>();
  await workOn(tenant, failing(tenant.ports, undefined, seen));
  return [...seen].flatMap(([name, calls]) => {
    const [port = '', method = ''] = name.split('.');
    // the second, where there is one: what was done before it must be found again
    const call = Math.min(2, calls);
    return (['before', 'after'] as const).map((when) => ({ port, method, call, when }));
  });
}

export async function expectSameEnd(
  tables: DynamoTables,
  prepare: (tenant: MigratingTenant) => Promise<void>,
  expectEnd: (state: Awaited<ReturnType<MigratingTenant['state']>>, about: string) => void,
): Promise<void> {
  const faults = await faultsOf(tables, prepare);
  expect(faults.length).toBeGreaterThan(10);
  for (const fault of faults) {
    const tenant = await aMigratingTenant(tables);
    await prepare(tenant);
    await workOn(tenant, failing(tenant.ports, fault, new Map()));
    expectEnd(await tenant.state(), JSON.stringify(fault));
  }
}

export const filled = async (tenant: MigratingTenant) => {
  await workOn(tenant, tenant.ports);
};
