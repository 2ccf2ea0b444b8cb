import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createDynamoLastInteractions,
  lastInteractionPut,
} from '../../../lambda/enrollment/adapters/dynamo-last-interactions.ts';
import { transact } from '../../../lambda/platform/dynamo-transaction.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

it('the last interaction of a user is read as it was written, and goes by itself after ten years', async () => {
  const tenant = unique('tenant');
  const at = NOON.toISOString();
  const store = createDynamoLastInteractions(tables.documents, tables.control);
  expect(await store.get(tenant, 'user-1')).toBeUndefined();
  const write = lastInteractionPut(tables.control, { tenant, user_id: 'user-1', at });
  expect(write.Put.Item.expires_at_epoch_seconds).toBe(NOON.getTime() / 1000 + 3650 * 86_400);
  await transact(tables.documents, [write]);
  expect(await store.get(tenant, 'user-1')).toBe(at);
  expect(await store.get(tenant, 'user-10')).toBeUndefined();
});
