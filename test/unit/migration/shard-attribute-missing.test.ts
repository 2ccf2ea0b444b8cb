import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aMigratingTenant, FACES } from '../../support/lambda/a-migrating-tenant.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { filled, workOn } from '../../support/lambda/fault-sweep.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const COUNTRY = { kind: 'attribute', attribute: 'country' } as const;
const LAST_DIGIT = { kind: 'last_digit' } as const;
const german = { country: 'de' };

describe('a migration to a generation whose shard key reads what an enrolled user lacks', () => {
  it.each([
    [
      'an attribute',
      { shardKey: COUNTRY, people: ['ada', 'bob', 'cyd'], attributesOf: attributesBut('bob') },
      'bob',
      ['ada', 'cyd'],
    ],
    [
      'a user id that ends with a digit',
      { shardKey: LAST_DIGIT, people: ['ada1', 'bob', 'cyd3'] },
      'bob',
      ['ada1', 'cyd3'],
    ],
  ])(
    'ends without that user, and names the obstacle to a cut-over: %s',
    async (_what, about, lost, moved) => {
      const tenant = await aMigratingTenant(tables, FACES, about);
      await filled(tenant);
      const { status, counts, planned, missing, held } = await tenant.state();
      expect([status, planned]).toEqual(['ready', 0]);
      expect(counts).toEqual({ indexed: 0, present: 2, failed: 1 });
      expect(missing).toMatchObject([{ user_id: lost, reason: 'shard_attribute_missing' }]);
      expect(held.g2?.users).toEqual(moved);
      expect(held.g2?.faces).toEqual(held.g2?.mapped);
      await expect(tenant.change('cut-over')).rejects.toThrow(
        '1 images could not be moved (shard_attribute_missing)',
      );
      await tenant.change('cut-over', { accept_missing: true });
      await tenant.change('drain');
      await workOn(tenant, tenant.ports);
      expect((await tenant.state()).status).toBe('drained');
    },
  );

  it('moves the user who was enrolled again with the attribute', async () => {
    const about = { shardKey: COUNTRY, people: ['ada', 'bob'], attributesOf: attributesBut('bob') };
    const tenant = await aMigratingTenant(tables, FACES, about);
    await filled(tenant);
    await tenant.erase('bob', tenant.sources[1]?.face_id ?? '');
    await tenant.enroll('bob', german);
    await tenant.change('recheck');
    await filled(tenant);
    expect((await tenant.state()).missing).toEqual([]);
    await expect(tenant.change('cut-over')).resolves.toMatchObject({ status: 'cut_over' });
    expect((await tenant.state()).held.g2?.users).toEqual(['ada', 'bob']);
  });

  it('learns of a user without the attribute who is enrolled meanwhile', async () => {
    const about = { shardKey: COUNTRY, attributesOf: () => german };
    const tenant = await aMigratingTenant(tables, FACES, about);
    await filled(tenant);
    await tenant.enroll('dan');
    await tenant.enroll('eve', german);
    const { missing, held } = await tenant.state();
    expect(missing).toMatchObject([{ user_id: 'dan', reason: 'shard_attribute_missing' }]);
    expect(held.g1?.users).toEqual(['ada', 'bob', 'cyd', 'dan', 'eve']);
    expect(held.g2?.users).toEqual(['ada', 'bob', 'cyd', 'eve']);
    await expect(tenant.change('cut-over')).rejects.toThrow('(shard_attribute_missing)');
  });
});

function attributesBut(person: string) {
  return (one: string) => (one === person ? undefined : german);
}
