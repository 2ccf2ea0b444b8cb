import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDynamoShadowReadStore } from '../../../lambda/migration/adapters/dynamo-shadow-read-store.ts';
import type { ShadowRead } from '../../../lambda/migration/ports/shadow-reads.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const store = () => createDynamoShadowReadStore(tables.documents, tables.control, () => NOON);
const aRead = (session: number, changes: Partial<ShadowRead> = {}): ShadowRead => ({
  session_id: `vs_${session}`,
  search: 'duplicate_search',
  result: 'same_person',
  change: { similarity: 0.5, margin: -0.25 },
  calls: { SearchFacesByImage: 2 },
  ...changes,
});

it('adds up what is compared at once, over rows that do not stand in one another’s way', async () => {
  const scope = { tenant: TENANT, id: unique('mg'), pass: 1 };
  const reads = Array.from({ length: 30 }, (_, session) => aRead(session));
  expect(await Promise.all(reads.map((read) => store().record(scope, read)))).toEqual(reads.map(() => true));
  expect(await store().figures(scope)).toEqual({
    counts: { same_person: 30, both_none: 0, different_person: 0, only_old: 0, only_new: 0 },
    failed: 0,
    matches: 30,
    similaritySum: 15,
    marginSum: -7.5,
    calls: { SearchFacesByImage: 60 },
  });
  const { Count = 0 } = await tables.documents.send(
    new ScanCommand({
      TableName: tables.control,
      FilterExpression: 'pk = :migration AND begins_with(sk, :figures)',
      ExpressionAttributeValues: {
        ':migration': `${TENANT}#migration#${scope.id}`,
        ':figures': 'shadow#1#figures#',
      },
    }),
  );
  expect(Count).toBeGreaterThan(5);
  expect(Count).toBeLessThanOrEqual(16);
});

it('counts a comparison once, and those of another pass apart', async () => {
  const scope = { tenant: TENANT, id: unique('mg'), pass: 1 };
  const { change: _, ...failed } = aRead(1, { result: 'failed', calls: {} });
  expect(await store().record(scope, failed)).toBe(true);
  expect(await store().record(scope, failed)).toBe(false);
  expect(await store().record({ ...scope, pass: 12 }, aRead(1, { result: 'only_new' }))).toBe(true);
  expect(await store().figures(scope)).toMatchObject({ failed: 1, matches: 0, calls: {} });
  expect(await store().figures({ ...scope, pass: 12 })).toMatchObject({
    failed: 0,
    counts: { only_new: 1 },
  });
  expect(await store().disagreements({ ...scope, pass: 12 }, 10)).toMatchObject([{ session_id: 'vs_1' }]);
});

it('knows of nothing where nothing was compared', async () => {
  expect(await store().figures({ tenant: TENANT, id: unique('mg'), pass: 1 })).toMatchObject({
    failed: 0,
    matches: 0,
    calls: {},
  });
});
