import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import {
  changeGenerations,
  createDynamoGenerationRegistry,
  generationsUnchanged,
  haveGenerationsChanged,
} from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
import { GENERATION_ROWS, generationRowOf } from '../../../lambda/collections/domain/generation-row.ts';
import { writtenGenerations } from '../../../lambda/collections/ports/generation-registry.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const document = mockedClient(DynamoDBDocumentClient);
const g1 = aGeneration();
const g2 = aGeneration({ generation: 'g2', shards: 8 });
const registry = createDynamoGenerationRegistry(document as unknown as DynamoDBDocumentClient, 'control', {
  default: [g1, g2],
  tenants: {},
});
beforeEach(() => document.reset());

it('has the first generation active until somebody says otherwise', async () => {
  document.on(GetCommand).resolves({});
  expect(await registry.get('acme')).toEqual({ revision: 0, active: g1 });
});

it('reads what each generation is for, never from a replica that lags', async () => {
  document.on(GetCommand).resolves({ Item: { revision: 3, active: 'g2', draining: 'g1' } });
  const generations = await registry.get('acme');
  expect(generations).toEqual({ revision: 3, active: g2, draining: g1 });
  expect(writtenGenerations(generations)).toEqual([g2, g1]);
  expect(document.commandCalls(GetCommand)[0]?.args[0].input).toMatchObject({
    Key: { pk: 'acme#generations#00', sk: 'state' },
    ConsistentRead: true,
  });
});

it('fails when a generation in use is no longer declared', async () => {
  document.on(GetCommand).resolves({ Item: { revision: 1, active: 'g9' } });
  await expect(registry.get('acme')).rejects.toThrow('g9 of tenant acme is in use');
});

const rowKey = (row: number) => ({ pk: `acme#generations#${String(row).padStart(2, '0')}`, sk: 'state' });
const client = document as unknown as DynamoDBDocumentClient;

it('writes every row at once, each where nobody has changed it, and leaves room in the transaction', () => {
  const parts = changeGenerations('control', 'acme', 3, { active: 'g1', filling: 'g2' });
  const rows = Array.from({ length: GENERATION_ROWS }, (_, row) => ({
    Put: {
      TableName: 'control',
      Item: { ...rowKey(row), active: 'g1', filling: 'g2', revision: 4 },
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': 3 },
    },
  }));
  expect(parts).toEqual(rows);
  // of 100 items, one is the migration's
  expect(parts.length).toBeLessThanOrEqual(99);
});

it('begins with rows that are not there', () => {
  for (const { Put } of changeGenerations('control', 'acme', 0, { active: 'g1' })) {
    expect(Put).toMatchObject({
      Item: { revision: 1 },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(Put).not.toHaveProperty('ExpressionAttributeValues');
  }
});

it.each([
  [0, { ConditionExpression: 'attribute_not_exists(pk)' }],
  [2, { ConditionExpression: 'revision = :revision', ExpressionAttributeValues: { ':revision': 2 } }],
])('holds the row of the user alone, at revision %i', (revision, condition) => {
  expect(generationsUnchanged('control', 'acme', 'user-1', revision)).toEqual({
    ConditionCheck: { TableName: 'control', Key: rowKey(generationRowOf('user-1')), ...condition },
  });
});

it.each([
  [{ revision: 3, active: 'g1' }, 3, false],
  [{ revision: 4, active: 'g1' }, 3, true],
  [undefined, 0, false],
  [{ revision: 1, active: 'g1' }, 0, true],
])(
  'tells from the row of the user, %j, whether it has changed since revision %i',
  async (Item, revision, changed) => {
    document.on(GetCommand).resolves(Item ? { Item } : {});
    expect(await haveGenerationsChanged(client, 'control', 'acme', 'user-1', revision)).toBe(changed);
    expect(document.commandCalls(GetCommand)[0]?.args[0].input).toMatchObject({
      Key: rowKey(generationRowOf('user-1')),
      ConsistentRead: true,
    });
  },
);
