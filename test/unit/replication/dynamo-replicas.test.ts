import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoReplicas } from '../../../lambda/replication/adapters/dynamo-replicas.ts';
import { aReplicatedUser } from '../../support/lambda/a-replicated-user.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('replicas', () => {
  it('are complete once confirmed, in this era, while nothing of the collection is asked for', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    await user.workOn();
    const { tenant, replicas } = user;
    const { collection_id } = user.mapping;
    const areComplete = () => replicas.areComplete(tenant, collection_id);
    expect(await areComplete()).toBe(false);
    await replicas.confirm(tenant);
    expect(await areComplete()).toBe(true);
    await user.unmap();
    expect(await areComplete()).toBe(false);
    expect(await replicas.areComplete(tenant, `${collection_id}9`)).toBe(true);
    expect(await replicas.areComplete(tenant)).toBe(false);
    await user.workOn();
    expect(await areComplete()).toBe(true);
    expect(await replicas.areComplete(tenant)).toBe(true);
    const later = createDynamoReplicas(tables.documents, tables.control, 'queue-2', () => NOON);
    expect(await later.areComplete(tenant, collection_id)).toBe(false);
  });
});
