import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoRetentionSweeps } from '../../../lambda/retention/adapters/dynamo-retention-sweeps.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

it('a sweep is kept by tenant, and what it leaves out is forgotten', async () => {
  const sweeps = createDynamoRetentionSweeps(tables.documents, tables.control);
  const tenant = unique('tenant');
  const begun = { tenant, started_at: NOON.toISOString() };
  expect(await sweeps.get(tenant)).toBeUndefined();
  await sweeps.put({ ...begun, collection_id: 'face-idv.acme.g1.0', after: 'face-1' });
  await sweeps.put({ ...begun, collection_id: 'face-idv.acme.g1.1' });
  expect(await sweeps.get(tenant)).toEqual({ ...begun, collection_id: 'face-idv.acme.g1.1' });
  expect(await sweeps.get(unique('tenant'))).toBeUndefined();
});
