import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoEnrolmentStore } from '../../../../lambda/adapters/dynamo-enrolment-store.ts';
import {
  createDynamoFaceMappingStore,
  mappingItem,
} from '../../../../lambda/adapters/dynamo-face-mapping-store.ts';
import { createDynamoFaceRemoval } from '../../../../lambda/adapters/dynamo-face-removal.ts';
import { createDynamoGenerationRegistry } from '../../../../lambda/adapters/dynamo-generation-registry.ts';
import { faceKey } from '../../../../lambda/adapters/dynamo-keys.ts';
import { createDynamoMigrationStore } from '../../../../lambda/adapters/dynamo-migration-store.ts';
import type { Caller } from '../../../../lambda/domain/caller.ts';
import { createIdentifier } from '../../../../lambda/domain/identifier.ts';
import type { MigrationAction } from '../../../../lambda/domain/migration.ts';
import type { FaceMapping } from '../../../../lambda/ports/face-mapping-store.ts';
import { deleteUserFace } from '../../../../lambda/use-cases/delete-user-face.ts';
import { migrateFaces } from '../../../../lambda/use-cases/migrate-faces.ts';
import { changeMigration, createMigration, getMigration } from '../../../../lambda/use-cases/migrations.ts';
import { aMapping, anOperator, NOON } from '../../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../../support/lambda/dynamo-tables.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../../support/lambda/in-memory-collections.ts';
import { aGeneration } from '../../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../../support/lambda/in-memory-images.ts';
import { recordedMetrics } from '../../../support/lambda/recorded-metrics.ts';
import { unique } from '../../../support/lambda/unique.ts';

const PEOPLE = ['ada', 'bob', 'cyd'] as const;
const DECLARED = {
  default: [aGeneration({ shards: 2 }), aGeneration({ generation: 'g2', shards: 3 })],
  tenants: {},
};
const clock = () => NOON;
/** More calls than any of these migrations needs. */
const ATTEMPTS = 5;

/** One call of a port that fails: before it acts, or after it has acted. */
interface Fault {
  readonly port: string;
  readonly method: string;
  readonly call: number;
  readonly when: 'before' | 'after';
}

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** A tenant with one face of each person in the first of its two generations. */
async function aTenant() {
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
  const change = (action: MigrationAction | 'resume', acceptMissing = false) =>
    changeMigration(caller, migration.id, action, acceptMissing, {
      migrations: ports.migrations,
      generations,
      workflow,
      newIdentifier,
    });
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
    const { id } = migration;
    const { status, counts } = await getMigration(caller, id, ports.migrations);
    const planned = (await ports.migrations.plannedImages(migration)).size;
    const { active, filling, draining } = await generations.get(tenant);
    return {
      status,
      counts,
      planned,
      held,
      roles: [active, filling, draining].map((one) => one?.generation),
    };
  };
  return { ports, sources, collections, enrolledImages, work, change, erase, state };
}
type Tenant = Awaited<ReturnType<typeof aTenant>>;
type Ports = Tenant['ports'];

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
async function workOn(tenant: Tenant, ports: Ports): Promise<void> {
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
async function faultsOf(prepare: (tenant: Tenant) => Promise<void>): Promise<Fault[]> {
  const tenant = await aTenant();
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

async function expectSameEnd(
  prepare: (tenant: Tenant) => Promise<void>,
  expectEnd: (state: Awaited<ReturnType<Tenant['state']>>, about: string) => void,
): Promise<void> {
  const faults = await faultsOf(prepare);
  expect(faults.length).toBeGreaterThan(10);
  for (const fault of faults) {
    const tenant = await aTenant();
    await prepare(tenant);
    await workOn(tenant, failing(tenant.ports, fault, new Map()));
    expectEnd(await tenant.state(), JSON.stringify(fault));
  }
}

const filled = async (tenant: Tenant) => {
  await workOn(tenant, tenant.ports);
};

describe('a migration', () => {
  it('fills the new generation with every face once, whichever call fails', {
    timeout: 120_000,
  }, async () => {
    await expectSameEnd(
      async () => {},
      ({ status, planned, held: { g1, g2 }, roles }, about) => {
        expect(status, about).toBe('ready');
        expect(g1?.faces, about).toHaveLength(PEOPLE.length);
        expect(g2?.users, about).toEqual([...PEOPLE]);
        expect(g2?.faces, about).toEqual(g2?.mapped);
        expect(planned, about).toBe(0);
        expect(roles, about).toEqual(['g1', 'g2', undefined]);
      },
    );
  });

  it('empties the old generation and nothing else, whichever call fails', { timeout: 120_000 }, async () => {
    await expectSameEnd(
      async (tenant) => {
        await filled(tenant);
        await tenant.change('cut-over');
        await tenant.change('drain');
      },
      ({ status, held: { g1, g2 }, roles }, about) => {
        expect(status, about).toBe('drained');
        expect(g1, about).toEqual({ faces: [], mapped: [], users: [] });
        expect(g2?.users, about).toEqual([...PEOPLE]);
        expect(g2?.faces, about).toEqual(g2?.mapped);
        expect(roles, about).toEqual(['g2', undefined, undefined]);
      },
    );
  });

  it('has a way back until the old generation is drained', async () => {
    const tenant = await aTenant();
    await filled(tenant);
    await tenant.change('cut-over');
    expect((await tenant.state()).roles).toEqual(['g2', undefined, 'g1']);
    await tenant.change('roll-back');
    expect((await tenant.state()).roles).toEqual(['g1', 'g2', undefined]);
    await expect(tenant.change('drain')).rejects.toMatchObject({ code: 'invalid_state' });
    await tenant.change('cancel');
    await workOn(tenant, tenant.ports);
    const { status, held, roles } = await tenant.state();
    expect(status).toBe('canceled');
    expect(held.g2).toEqual({ faces: [], mapped: [], users: [] });
    expect(held.g1?.users).toHaveLength(PEOPLE.length);
    expect(roles).toEqual(['g1', undefined, undefined]);
  });

  it('finds a user who was deleted while the face was copied in neither generation', async () => {
    for (const when of ['answered', 'lost'] as const) {
      const tenant = await aTenant();
      const [ada] = tenant.sources;
      let isErased = false;
      const collections = new Proxy(tenant.collections, {
        get(object, method) {
          const value: unknown = Reflect.get(object, method, object);
          if (method !== 'index' || typeof value !== 'function')
            return typeof value === 'function' ? value.bind(object) : value;
          return async (...values: [string, Uint8Array, string]) => {
            const answer: unknown = await value.apply(object, values);
            if (values[2] !== ada?.image_id || isErased) return answer;
            isErased = true;
            await tenant.erase('ada', ada.face_id);
            if (when === 'lost') throw new Error('the answer was lost');
            return answer;
          };
        },
      });
      await workOn(tenant, { ...tenant.ports, collections });
      const { status, held, planned } = await tenant.state();
      expect(isErased).toBe(true);
      expect(status).toBe('ready');
      expect(held.g1?.users).toEqual(['bob', 'cyd']);
      expect(held.g2?.users).toEqual(['bob', 'cyd']);
      expect(held.g2?.faces).toEqual(held.g2?.mapped);
      expect(planned).toBe(0);
    }
  });

  it('refuses to cut over while an image is missing or shows nobody, unless the operator accepts it', async () => {
    const tenant = await aTenant();
    const [ada, bob] = tenant.sources;
    await tenant.enrolledImages.delete(tenant.enrolledImages.keyOf(ada?.s3_image_url ?? ''));
    const key = tenant.enrolledImages.keyOf(bob?.s3_image_url ?? '');
    await tenant.enrolledImages.writeJpeg(key, anImageOf(NOBODY));
    await filled(tenant);
    expect(await tenant.state()).toMatchObject({ status: 'ready', counts: { failed: 2 } });
    await expect(tenant.change('cut-over')).rejects.toThrow('2 images could not be moved');

    await tenant.enrolledImages.writeJpeg(key, anImageOf('bob'));
    await tenant.change('recheck');
    await filled(tenant);
    await expect(tenant.change('cut-over')).rejects.toThrow('1 images could not be moved');
    await tenant.change('cut-over', true);
    expect((await tenant.state()).held.g2?.users).toEqual(['bob', 'cyd']);
  });

  it('refuses a second one while the first is open', async () => {
    const tenant = await aTenant();
    await expect(tenant.change('resume')).resolves.toMatchObject({ status: 'filling' });
    await expect(tenant.change('cut-over')).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
