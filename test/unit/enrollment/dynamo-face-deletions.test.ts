import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoFaceDeletions } from '../../../lambda/enrollment/adapters/dynamo-face-deletions.ts';
import type { FaceDeletion } from '../../../lambda/enrollment/domain/face-deletion.ts';
import { faceDeletionKey } from '../../../lambda/platform/dynamo-keys.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

it('keeps a deletion until it is removed, and lists those that wait for long', async () => {
  const deletions = createDynamoFaceDeletions(tables.documents, tables.control);
  const tenant = unique('tenant');
  const request = async (id: string, requested_at: Date): Promise<FaceDeletion> => {
    const deletion = {
      tenant,
      id,
      user_id: 'user-1',
      session_id: id,
      image: { key: 'selfie' },
      image_id: 'img_1',
      faces: [],
      searched_collections: ['c.g1.0'],
      requested_at: requested_at.toISOString(),
    };
    const Item = { ...deletion, ...faceDeletionKey(tenant, id) };
    await tables.documents.send(new PutCommand({ TableName: tables.control, Item }));
    return deletion;
  };
  const [first, second, late] = [
    await request('vs_1', NOON),
    await request('vs_2', NOON),
    await request('vs_3', minutesAfter(1)),
  ];
  expect(await deletions.get(tenant, 'vs_3')).toEqual(late);
  expect(await deletions.get(unique('tenant'), 'vs_3')).toBeUndefined();
  expect(await deletions.listBefore(tenant, minutesAfter(1), 10)).toEqual([first, second]);
  expect(await deletions.listBefore(tenant, minutesAfter(1), 1)).toEqual([first]);
  await deletions.remove(first);
  await deletions.remove(first);
  expect(await deletions.listBefore(tenant, minutesAfter(9), 10)).toEqual([second, late]);
});
