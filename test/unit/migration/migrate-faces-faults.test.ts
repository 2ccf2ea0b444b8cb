import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aMigratingTenant, FACES, PEOPLE } from '../../support/lambda/a-migrating-tenant.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { expectSameEnd, filled, workOn } from '../../support/lambda/fault-sweep.ts';
import { EMPTY } from '../../support/lambda/held-by-generations.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('a migration', () => {
  it('fills the new generation with every face once, whichever call fails', {
    timeout: 120_000,
  }, async () => {
    await expectSameEnd(
      tables,
      { vectors: FACES },
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
      tables,
      { vectors: FACES },
      async (tenant) => {
        await filled(tenant);
        await tenant.change('cut-over');
        await tenant.change('drain');
      },
      ({ status, held: { g1, g2 }, roles }, about) => {
        expect(status, about).toBe('drained');
        expect(g1, about).toEqual(EMPTY);
        expect(g2?.users, about).toEqual([...PEOPLE]);
        expect(g2?.faces, about).toEqual(g2?.mapped);
        expect(roles, about).toEqual(['g2', undefined, undefined]);
      },
    );
  });

  it('has a way back until the old generation is drained', async () => {
    const tenant = await aMigratingTenant(tables);
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
    expect(held.g2).toEqual(EMPTY);
    expect(held.g1?.users).toHaveLength(PEOPLE.length);
    expect(roles).toEqual(['g1', undefined, undefined]);
  });

  it('finds a user who was deleted while the face was copied in neither generation', async () => {
    for (const when of ['answered', 'lost'] as const) {
      const tenant = await aMigratingTenant(tables);
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

  it('refuses a second one while the first is open', async () => {
    const tenant = await aMigratingTenant(tables);
    await expect(tenant.change('resume')).resolves.toMatchObject({ status: 'filling' });
    await expect(tenant.change('cut-over')).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
