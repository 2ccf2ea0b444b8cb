import { describe, expect, it } from 'vitest';
import { SearchIncomplete } from '../../../lambda/search/search-collections.ts';
import { aSearch, collectionOf, throttle } from '../../support/lambda/a-search.ts';
import { NOBODY } from '../../support/lambda/in-memory-collections.ts';

const named = (name: string) => Object.assign(new Error(name), { name });

describe('the answer of a search', () => {
  it('says that the image shows somebody, and what it found', async () => {
    const { search, collections } = aSearch('face');
    const id = collections.add(collectionOf(0), 'ann', 'img_1');
    expect(await search()).toMatchObject({
      sawFace: true,
      candidates: [
        { id, imageId: 'img_1', similarity: 99.9, collectionId: collectionOf(0), vectors: 'face' },
      ],
      shards: [
        { collection_id: collectionOf(0), vectors: 'face' },
        { collection_id: collectionOf(1), vectors: 'face' },
      ],
    });
  });

  it.each([
    ['face', { SearchFacesByImage: 2 }],
    ['user', { SearchUsersByImage: 2 }],
  ] as const)(
    'of an image of nobody, by vectors of a %s, is nothing but its bill',
    async (vectors, calls) => {
      const { search, metrics } = aSearch(vectors);
      expect(await search(undefined, true, NOBODY)).toEqual({
        sawFace: false,
        candidates: [],
        shards: [],
        calls,
      });
      expect(metrics.map(({ name }) => name)).not.toContain('SearchCandidates');
    },
  );

  it('by vectors of users names them as such', async () => {
    const { search } = aSearch('user');
    expect((await search()).shards.map(({ vectors }) => vectors)).toEqual(['user', 'user']);
  });

  it('is counted by shard, with what was found', async () => {
    const { search, collections, metrics } = aSearch('face');
    collections.add(collectionOf(1), 'ann');
    await search();
    expect(metrics).toEqual([
      { name: 'CollectionSearched', value: 1, dimensions: { Shard: '0' } },
      { name: 'CollectionSearched', value: 1, dimensions: { Shard: '1' } },
      { name: 'SearchCandidates', value: 1, dimensions: {} },
    ]);
  });

  it('is none where a shard gives none, and says how many that is', async () => {
    const { search, collections, metrics } = aSearch('face');
    collections.broken.set(collectionOf(1), throttle());
    await expect(search()).rejects.toThrow(new SearchIncomplete(1, 2, {}));
    expect(metrics).toContainEqual({ name: 'CollectionSearchFailed', value: 1, dimensions: { Shard: '1' } });
    expect(metrics).toContainEqual({ name: 'SearchIncomplete', value: 1, dimensions: {} });
  });

  it('is waited for again where a call was aborted', async () => {
    const { search, collections, now } = aSearch('face');
    const answer = collections.search.bind(collections);
    let aborts = 1;
    collections.search = async (...args) => {
      aborts -= 1;
      if (aborts >= 0) throw named('AbortError');
      return answer(...args);
    };
    expect((await search()).shards).toHaveLength(2);
    expect(now()).toBe(200);
  });
});
