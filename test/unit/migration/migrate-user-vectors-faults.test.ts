import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Migration } from '../../../lambda/migration/domain/migration.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aMigratingTenant, PEOPLE, type Vectors } from '../../support/lambda/a-migrating-tenant.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { expectSameEnd, filled, workOn } from '../../support/lambda/fault-sweep.ts';
import { EMPTY } from '../../support/lambda/held-by-generations.ts';

const FROM_USERS: Vectors = { from: 'user', to: 'face' };
const TO_USERS: Vectors = { from: 'face', to: 'user' };
const USERS: Vectors = { from: 'user', to: 'user' };
/** Ports of vectors; those of faces fail in the other sweep. */
const SWEEP = { vectors: USERS, ports: ['users', 'requests', 'inventory', 'enrollments'] };
const ALL_ACTIVE = PEOPLE.map((person) => `${person} ACTIVE`);

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('a migration to vectors of users', () => {
  it('makes each vector of its faces, whichever call fails', { timeout: 120_000 }, async () => {
    await expectSameEnd(
      tables,
      SWEEP,
      async () => {},
      ({ status, held: { g1, g2 }, building }, about) => {
        expect(status, about).toBe('ready');
        expect(g2?.users, about).toEqual([...PEOPLE]);
        expect(g2?.faces, about).toEqual(g2?.mapped);
        expect(g2?.vectors, about).toEqual(ALL_ACTIVE);
        expect(building, about).toEqual([]);
        expect(g1?.vectors, about).toEqual(ALL_ACTIVE);
      },
    );
  });

  it('is not ready before the last vector is ACTIVE, and can be canceled until then', async () => {
    const tenant = await aMigratingTenant(tables, TO_USERS);
    const seen: Migration[] = [];
    tenant.users.isActive = async () => {
      seen.push(await tenant.current());
      throw new Error('no answer');
    };
    await expect(filled(tenant)).rejects.toThrow('has not ended');
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(['building']));
    // the faces that have asked for a vector by now
    expect(seen[0]?.work?.done).toBeGreaterThan(0);
    await tenant.change('cancel');
    await workOn(tenant, tenant.ports);
    const { status, held, building } = await tenant.state();
    expect(status).toBe('canceled');
    expect(held.g2).toEqual(EMPTY);
    expect(building).toEqual([]);
  });

  it('is ready where Rekognition refuses a face: its request stays, so that it is found as a face', async () => {
    const tenant = await aMigratingTenant(tables, TO_USERS);
    const associate = tenant.users.associate.bind(tenant.users);
    tenant.users.associate = async (collection, userId, faceIds) =>
      userId === userVectorId(tenant.tenant, 'bob')
        ? faceIds.map((face_id) => ({ face_id, reason: 'LOW_MATCH_CONFIDENCE' as const }))
        : associate(collection, userId, faceIds);
    await filled(tenant);
    const { status, building } = await tenant.state();
    expect(status).toBe('ready');
    expect(building).toMatchObject([{ user_id: 'bob', left_out: [{ reason: 'LOW_MATCH_CONFIDENCE' }] }]);
  });

  it('does not wait for the vectors of live traffic, which come and go', async () => {
    const tenant = await aMigratingTenant(tables, TO_USERS);
    const live = { tenant: tenant.tenant, user_id: 'zoe', collection_id: `face-idv.${tenant.tenant}.g2.0` };
    await tenant.ports.requests.put(live, 'face-of-zoe');
    await filled(tenant);
    expect(await tenant.state()).toMatchObject({ status: 'ready', building: [{ user_id: 'zoe' }] });
  });

  it('asks again for a vector whose request was lost, and deletes users who stand for nobody', async () => {
    const tenant = await aMigratingTenant(tables, TO_USERS);
    await filled(tenant);
    const [mapping] = (await tenant.ports.mappings.listOfUser(tenant.tenant, 'ada')).filter(
      ({ collection_id }) => collection_id.includes('.g2.'),
    );
    const collection = mapping?.collection_id ?? '';
    await tenant.users.delete(collection, userVectorId(tenant.tenant, 'ada'));
    await tenant.users.create(collection, 'somebody');
    await tenant.change('recheck');
    await filled(tenant);
    expect((await tenant.state()).held.g2?.vectors).toEqual(ALL_ACTIVE);
  });

  it('has no vector of a user who is deleted while the vectors are built', async () => {
    const tenant = await aMigratingTenant(tables, USERS);
    const [ada] = tenant.sources;
    const associate = tenant.users.associate.bind(tenant.users);
    let isErased = false;
    tenant.users.associate = async (collection, userId, faceIds) => {
      const answer = await associate(collection, userId, faceIds);
      if (isErased || userId !== userVectorId(tenant.tenant, 'ada')) return answer;
      isErased = true;
      await tenant.erase('ada', ada?.face_id ?? '');
      return answer;
    };
    await filled(tenant);
    const { status, held } = await tenant.state();
    expect([status, isErased]).toEqual(['ready', true]);
    for (const generation of [held.g1, held.g2]) {
      expect(generation?.users).toEqual(['bob', 'cyd']);
      expect(generation?.vectors.filter((vector) => !vector.startsWith('stray'))).toEqual([
        'bob ACTIVE',
        'cyd ACTIVE',
      ]);
    }
  });
});

describe('a generation of vectors of users', () => {
  it('is emptied, whichever call fails', { timeout: 120_000 }, async () => {
    await expectSameEnd(
      tables,
      // a face that is part of a vector is deleted in another order
      { ...SWEEP, ports: [...SWEEP.ports, 'collections', 'mappings'] },
      async (tenant) => {
        await filled(tenant);
        await tenant.change('cut-over');
        await tenant.change('roll-back');
        await tenant.change('cut-over');
        await tenant.change('drain');
      },
      ({ status, held: { g1, g2 }, roles }, about) => {
        expect(status, about).toBe('drained');
        expect(g1, about).toEqual(EMPTY);
        expect(g2?.users, about).toEqual([...PEOPLE]);
        expect(g2?.vectors, about).toEqual(ALL_ACTIVE);
        expect(roles, about).toEqual(['g2', undefined, undefined]);
      },
    );
  });

  it('is emptied although a vector was being built when it was given up', async () => {
    const tenant = await aMigratingTenant(tables, USERS);
    await filled(tenant);
    await tenant.change('cut-over');
    await tenant.change('drain');
    const remove = tenant.users.delete.bind(tenant.users);
    let again = 2;
    tenant.users.delete = async (collection, userId) => {
      const faces = await tenant.users.facesOf(collection, userId);
      await remove(collection, userId);
      again -= 1;
      if (again === 0) throw Object.assign(new Error('busy'), { name: 'ConflictException' });
      if (again < 0) return;
      await tenant.users.create(collection, userId);
      await tenant.users.associate(collection, userId, faces);
    };
    // neither the face that is part of a vector again nor the busy user is a fault that an operator should see
    while ((await tenant.work()).status !== 'done');
    const { status, held } = await tenant.state();
    expect([status, held.g1]).toEqual(['drained', EMPTY]);
  });

  it('gives way to one of faces', async () => {
    const tenant = await aMigratingTenant(tables, FROM_USERS);
    await filled(tenant);
    await tenant.change('cut-over');
    await tenant.change('drain');
    await workOn(tenant, tenant.ports);
    const { status, held } = await tenant.state();
    expect(status).toBe('drained');
    expect(held.g1).toEqual(EMPTY);
    expect(held.g2).toMatchObject({ users: [...PEOPLE], vectors: [] });
  });
});
