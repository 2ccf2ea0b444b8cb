import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import { createDynamoGenerationRegistry } from '../../../lambda/collections/adapters/dynamo-generation-registry.ts';
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
    Key: { pk: 'acme#generations', sk: 'state' },
    ConsistentRead: true,
  });
});

it('fails when a generation in use is no longer declared', async () => {
  document.on(GetCommand).resolves({ Item: { revision: 1, active: 'g9' } });
  await expect(registry.get('acme')).rejects.toThrow('g9 of tenant acme is in use');
});
