import { describe, expect, it } from 'vitest';
import {
  collectionOfList,
  collectionOfOwner,
  collectionOfUser,
  collectionsToWrite,
  type ShardedOwner,
} from '../../../lambda/collections/collections-to-write.ts';
import type { Generation } from '../../../lambda/collections/contract.ts';
import type {
  GenerationRegistry,
  TenantGenerations,
} from '../../../lambda/collections/ports/generation-registry.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

const anOwner = (changes: Partial<ShardedOwner> = {}): ShardedOwner => ({
  tenant: TENANT,
  user_id: 'ann',
  ...changes,
});
const byCountry = (generation: string): Generation =>
  aGeneration({ generation, shards: 1, shard_key: { kind: 'attribute', attribute: 'country' } });
const hashed = (generation: string): Generation => aGeneration({ generation, shards: 1 });

function written(owner: ShardedOwner, generations: Omit<TenantGenerations, 'revision'>) {
  const asked: string[] = [];
  const kept: string[] = [];
  const registry: GenerationRegistry = {
    get: async (tenant) => {
      asked.push(tenant);
      return { revision: 7, ...generations };
    },
    keep: async (tenant, { generation }) => void kept.push(`${tenant} ${generation}`),
  };
  return {
    asked,
    kept,
    answer: collectionsToWrite(owner, { collectionPrefix: 'p', generations: registry }),
  };
}

describe('the collection of a user', () => {
  it.each([
    ['hash', aGeneration({ shards: 4 }), anOwner(), 'p.acme.g1.2'],
    [
      'the last digit',
      aGeneration({ shards: 4, shard_key: { kind: 'last_digit' } }),
      anOwner({ user_id: 'ann-7' }),
      'p.acme.g1.3',
    ],
    ['an attribute', byCountry('g2'), anOwner({ attributes: { country: 'de' } }), 'p.acme.g2.0'],
  ])('is picked by %s', (_key, generation, owner, collection) => {
    expect(collectionOfUser('p', generation, owner)).toBe(collection);
  });

  it.each([
    ['the attribute', byCountry('g1'), anOwner()],
    ['a value of it', byCountry('g1'), anOwner({ attributes: { country: '' } })],
    ['a last digit', aGeneration({ shard_key: { kind: 'last_digit' } }), anOwner()],
  ])('is none where the user lacks %s', (_what, generation, owner) => {
    expect(collectionOfUser('p', generation, owner)).toBeUndefined();
  });
});

describe('the collections that a face is written to', () => {
  it('is the active one outside a migration', async () => {
    const { asked, answer } = written(anOwner(), { active: hashed('g1') });
    expect(await answer).toEqual({ revision: 7, active: 'p.acme.g1.0', copies: [], withoutShard: [] });
    expect(asked).toEqual([TENANT]);
  });

  it('are those of every generation that is written', async () => {
    const { answer, kept } = written(anOwner(), {
      active: hashed('g2'),
      filling: hashed('g3'),
      draining: hashed('g1'),
    });
    expect(await answer).toMatchObject({
      active: 'p.acme.g2.0',
      copies: ['p.acme.g3.0', 'p.acme.g1.0'],
      withoutShard: [],
    });
    // before the first face, the shape of each is kept
    expect(kept).toEqual([`${TENANT} g2`, `${TENANT} g3`, `${TENANT} g1`]);
  });

  it('are the shard of a user, and the one collection of a watchlist', () => {
    const generation = hashed('g1');
    const owner = anOwner();
    expect(collectionOfOwner('p', generation, { kind: 'user', ...owner })).toBe(
      collectionOfUser('p', generation, owner),
    );
    const entry = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1', tenant: 'acme' } as const;
    expect(collectionOfOwner('p', generation, entry)).toBe('p.acme.g1_fraud.0');
    expect(collectionOfList('p', byCountry('g2'), 'acme', 'fraud')).toBe('p.acme.g2_fraud.0');
  });

  it('leave out a generation in which the user has no shard, by name', async () => {
    const { answer } = written(anOwner(), {
      active: hashed('g1'),
      filling: byCountry('g2'),
      draining: hashed('g0'),
    });
    expect(await answer).toMatchObject({ copies: ['p.acme.g0.0'], withoutShard: ['g2'] });
  });

  it('fails where the user has no shard in the active generation', async () => {
    const { answer } = written(anOwner(), { active: byCountry('g2'), draining: hashed('g1') });
    await expect(answer).rejects.toThrow(RangeError);
    await expect(answer).rejects.toThrow('shard key of generation g2');
  });
});
