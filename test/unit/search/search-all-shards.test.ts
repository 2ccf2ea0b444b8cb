import { describe, expect, it } from 'vitest';
import type { MatchTier } from '../../../lambda/collections/domain/match-threshold.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { searchAllShards, shardsOf } from '../../../lambda/search/search-all-shards.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';

const SHARDS = ['p.acme.g1.0', 'p.acme.g1.1', 'p.acme.g1.2'];
const filling = aGeneration({ generation: 'g2' });
const throttle = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

function aTenant(vectors: 'face' | 'user' = 'face') {
  const collections = new InMemoryCollections();
  const inSecond = new InMemoryCollections();
  const dependencies = {
    ...searchPorts(collections),
    collections,
    collectionPrefix: 'p',
    generations: activeGenerations({ shards: 3, vectors }, { filling }),
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    emit: () => {},
    second: {
      region: 'eu-central-1',
      collections: inSecond,
      replicas: { arePlanned: async () => false, areComplete: async () => true },
    },
  };
  const search = (among: 'people' | 'faces', tier: MatchTier = 'regular') =>
    searchAllShards(anImageOf('ann'), TENANT, tier, among, dependencies);
  return { collections, inSecond, users: dependencies.users, search };
}

describe('a search of all shards', () => {
  it('asks every shard of the active generation, and no other', async () => {
    const { collections, search } = aTenant();
    const face = collections.add(SHARDS[2] ?? '', 'ann');
    const { candidates, shards } = await search('people');
    expect(candidates.map(({ id }) => id)).toEqual([face]);
    expect(shards.map(({ collection_id }) => collection_id)).toEqual(SHARDS);
    expect(collections.calls).toEqual(SHARDS.map((id) => `search ${id}`));
  });

  it('looks for people by their vectors where the generation has them, and for faces never', async () => {
    const { users, search } = aTenant('user');
    expect((await search('people')).calls).toEqual({ SearchUsersByImage: 3 });
    users.calls.length = 0;
    expect((await search('faces')).calls).toEqual({ SearchFacesByImage: 3 });
    expect(users.calls).toEqual([]);
  });

  it('is judged by the threshold of what it is for', async () => {
    const { collections, search } = aTenant();
    collections.add(SHARDS[0] ?? '', 'ann');
    const { regular, sensitive } = DEFAULT_POLICY.match_thresholds['7.0'] ?? { regular: 0, sensitive: 0 };
    collections.similarity = (regular + sensitive) / 2;
    expect((await search('people')).candidates).toHaveLength(1);
    expect((await search('people', 'sensitive')).candidates).toEqual([]);
    expect((await search('people', 'duplicate')).candidates).toHaveLength(1);
  });

  it('may be answered by the second region where people are looked for, who are all there', async () => {
    for (const among of ['people', 'faces'] as const) {
      const { collections, inSecond, search } = aTenant();
      collections.broken.set(SHARDS[1] ?? '', throttle);
      inSecond.add('eu-central-1/p.acme.g1.1', 'ann');
      if (among === 'people') expect((await search(among)).candidates).toHaveLength(1);
      else await expect(search(among)).rejects.toMatchObject({ name: 'SearchIncomplete' });
    }
  });
});

it('names each shard of a generation once', () => {
  const generation = aGeneration({ shards: 2, vectors: 'user' });
  const target = { generation: 'g1', vectors: 'user' };
  expect(shardsOf('p', TENANT, generation, 'people')).toEqual([
    { ...target, collectionId: 'p.acme.g1.0' },
    { ...target, collectionId: 'p.acme.g1.1' },
  ]);
  expect(shardsOf('p', TENANT, generation, 'faces').map(({ vectors }) => vectors)).toEqual(['face', 'face']);
});
