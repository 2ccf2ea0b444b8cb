import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { searchBothImages } from '../../../lambda/registration/search-both-images.ts';
import { throttle } from '../../support/lambda/a-search.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const SHARDS = 4;
const collectionOf = (shard: number) => `face-idv.${TENANT}.g1.${shard}`;

/** A search for Ann, whose document shows `portrayed`. */
function aSearch(portrayed?: string, vectors: 'face' | 'user' = 'face') {
  const collections = new InMemoryCollections();
  const policy = { ...DEFAULT_POLICY, search: { ...DEFAULT_POLICY.search } };
  const dependencies = {
    collections,
    ...searchPorts(collections),
    enrollments: { faceRecords: async () => new Map() },
    collectionPrefix: 'face-idv',
    generations: activeGenerations({ shards: SHARDS, vectors }),
    policy,
    clock: () => new Date(0),
    emit: recordedMetrics().emit,
  };
  const search = () =>
    searchBothImages(
      {
        selfie: anImageOf('ann'),
        imageId: 'img_1',
        portrait: portrayed === undefined ? undefined : anImageOf(portrayed),
      },
      { tenant: TENANT, userId: 'user-1', allowed: new Set() },
      dependencies,
    );
  return { ...dependencies, search };
}

describe('the images of a registration', () => {
  it('are the selfie alone where there is no portrait to search', async () => {
    const { collections, search } = aSearch();
    const { portrait, selfie } = await search();
    expect([portrait, selfie.calls]).toEqual([undefined, { SearchFacesByImage: SHARDS }]);
    expect(collections.calls).toHaveLength(SHARDS);
  });

  it('are both searched in every shard, each for its own face', async () => {
    const { collections, search } = aSearch('eve');
    const [ofAnn, ofEve] = [collections.add(collectionOf(1), 'ann'), collections.add(collectionOf(2), 'eve')];
    const { selfie, portrait } = await search();
    expect(selfie.candidates.map(({ id }) => id)).toEqual([ofAnn]);
    expect(portrait?.candidates.map(({ id }) => id)).toEqual([ofEve]);
    expect(portrait?.calls).toEqual({ SearchFacesByImage: SHARDS });
  });

  it('are searched by the vectors of users where there are any, the portrait by nothing else', async () => {
    const { selfie, portrait } = await aSearch('ann', 'user').search();
    expect(selfie.calls).toEqual({ SearchFacesByImage: SHARDS, SearchUsersByImage: SHARDS });
    expect(portrait?.calls).toEqual({ SearchUsersByImage: SHARDS });
  });

  it('have the review band for the selfie alone', async () => {
    const { collections, policy, search } = aSearch('ann');
    const row = { ...DEFAULT_POLICY.match_thresholds['7.0'], review_from: { duplicate: 90 } };
    policy.match_thresholds = verificationPolicySchema.parse({
      ...DEFAULT_POLICY,
      match_thresholds: { '7.0': row },
    }).match_thresholds;
    collections.similarity = 92;
    const found = collections.add(collectionOf(1), 'ann');
    const { selfie, portrait } = await search();
    expect(selfie.candidates.map(({ id }) => id)).toEqual([found]);
    expect(portrait?.candidates).toEqual([]);
  });

  it('share the concurrency of the policy, one call each at least', async () => {
    for (const [allowed, most] of [
      [4, 4],
      [1, 2],
    ] as const) {
      const { collections, policy, search } = aSearch('ann');
      policy.search.max_concurrency = allowed;
      const answer = collections.search.bind(collections);
      let [underWay, peak] = [0, 0];
      collections.search = async (...args) => {
        underWay += 1;
        peak = Math.max(peak, underWay);
        await Promise.resolve();
        const result = await answer(...args);
        underWay -= 1;
        return result;
      };
      await search();
      expect(peak).toBe(most);
    }
  });

  it('are not searched where one of the searches is incomplete', async () => {
    const { collections, search } = aSearch('eve');
    const answer = collections.search.bind(collections);
    collections.search = async (...args) => {
      if (new TextDecoder().decode(args[1]).startsWith('eve') && args[0] === collectionOf(3))
        throw throttle();
      return answer(...args);
    };
    await expect(search()).rejects.toMatchObject({ name: 'SearchIncomplete' });
  });
});
