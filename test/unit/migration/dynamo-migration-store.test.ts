import { afterAll, beforeAll, expect, it } from 'vitest';
import { aMigratingTenant } from '../../support/lambda/a-migrating-tenant.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { filled } from '../../support/lambda/fault-sweep.ts';
import { writtenEvents } from '../../support/lambda/written-events.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** Types of the events that migrations of a tenant have written, sorted. */
const typesOf = async (tenant: string) =>
  (await writtenEvents(tables, tenant)).map(({ type }) => type).sort();

it('reports each change of who answers searches, and the end', async () => {
  const tenant = await aMigratingTenant(tables);
  await filled(tenant);
  await tenant.change('cut-over');
  await tenant.change('roll-back');
  await tenant.change('cut-over');
  await tenant.change('drain');
  await tenant.work();
  expect((await tenant.current()).status).toBe('drained');
  expect(await typesOf(tenant.tenant)).toEqual([
    'migration.completed',
    'migration.cut_over',
    'migration.cut_over',
    'migration.rolled_back',
    'migration.started',
  ]);
});

it('reports a migration that is canceled as it is, and not again when its generation is empty', async () => {
  const tenant = await aMigratingTenant(tables);
  await filled(tenant);
  await tenant.change('cancel');
  await tenant.work();
  expect((await tenant.current()).status).toBe('canceled');
  expect(await typesOf(tenant.tenant)).toEqual(['migration.canceled', 'migration.started']);
});
