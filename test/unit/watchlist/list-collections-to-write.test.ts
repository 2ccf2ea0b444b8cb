import { expect, it } from 'vitest';
import type { Generation } from '../../../lambda/collections/contract.ts';
import { listCollectionsToWrite } from '../../../lambda/watchlist/list-collections-to-write.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

it('a face of a list is written to its collection in every generation that is written', async () => {
  const kept: Generation[] = [];
  const [active, filling, draining] = ['g1', 'g2', 'g0'].map((generation) => aGeneration({ generation }));
  if (!active || !filling || !draining) throw new Error('there are three generations');
  const generations = {
    get: async () => ({ revision: 7, active, filling, draining }),
    keep: async (_tenant: string, generation: Generation) => void kept.push(generation),
  };
  expect(await listCollectionsToWrite(TENANT, 'fraud', { collectionPrefix: 'p', generations })).toEqual({
    revision: 7,
    active: 'p.acme.g1_fraud.0',
    copies: ['p.acme.g2_fraud.0', 'p.acme.g0_fraud.0'],
  });
  expect(kept.map(({ generation, shards, vectors }) => [generation, shards, vectors])).toEqual([
    ['g1_fraud', 1, 'face'],
    ['g2_fraud', 1, 'face'],
    ['g0_fraud', 1, 'face'],
  ]);
});
