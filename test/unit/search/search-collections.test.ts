import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aSearch, aSecondRegion, collectionOf, REGION, throttle } from '../../support/lambda/a-search.ts';
import { TENANT } from '../../support/lambda/builders.ts';

describe('a search within its deadline', () => {
  it('asks a shard again that is throttled, and is complete', async () => {
    const { search, collections, now } = aSearch('face');
    const answer = collections.search.bind(collections);
    let refusals = 2;
    collections.search = async (...args) => {
      if (args[0] === collectionOf(1) && refusals-- > 0) throw throttle();
      return answer(...args);
    };
    const face = collections.add(collectionOf(1), 'ann');
    const found = await search();
    expect(found.candidates.map(({ id }) => id)).toEqual([face]);
    expect(found.shards).toHaveLength(2);
    expect(now()).toBe(200 + 400);
  });

  it('fails when a shard stays throttled, rather than report the others', async () => {
    const { search, collections, metrics, now } = aSearch('face');
    collections.broken.set(collectionOf(1), throttle());
    await expect(search()).rejects.toMatchObject({ name: 'SearchIncomplete' });
    expect(now()).toBeLessThan(DEFAULT_POLICY.search.deadline_ms);
    expect(metrics.map(({ name }) => name)).toContain('SearchIncomplete');
  });

  it('fails at once for an error that does not pass', async () => {
    const { search, collections } = aSearch('face');
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    collections.broken.set(collectionOf(1), denied);
    await expect(search()).rejects.toMatchObject({ name: 'SearchRefused', cause: denied });
    expect(collections.calls).toHaveLength(2);
  });

  it('fails for the shard that refuses, although another may answer later', async () => {
    const { search, collections } = aSearch('face');
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    collections.broken.set(collectionOf(0), throttle());
    collections.broken.set(collectionOf(1), denied);
    await expect(search()).rejects.toMatchObject({ name: 'SearchRefused', cause: denied });
  });

  it('ends a call that hangs, and asks again', async () => {
    const { search, collections, timeouts, expire } = aSearch('face');
    const answer = collections.search.bind(collections);
    let hangs = true;
    collections.search = (...args) => {
      if (args[0] !== collectionOf(1) || !hangs) return answer(...args);
      hangs = false;
      return new Promise(() => {});
    };
    const searching = search();
    await new Promise(setImmediate);
    expire(4_000);
    expect((await searching).shards).toHaveLength(2);
    expect(timeouts).toEqual([4_000, 4_000, 4_000]);
  });
});

describe('a search by vectors of users', () => {
  it('asks for users alone, and finds them', async () => {
    const { search, users, anEnrolled } = aSearch('user');
    await anEnrolled('u', 1);
    users.publish();
    const found = await search();
    expect(found.candidates).toMatchObject([{ id: 'u', vectors: 'user' }]);
    expect(found.calls).toEqual({ SearchUsersByImage: 2 });
  });

  it('asks for faces too where a vector is building, so that nobody is missed', async () => {
    const { search, vectorRequests, anEnrolled } = aSearch('user');
    const face = await anEnrolled('u', 1);
    const request = { tenant: TENANT, user_id: 'user-1', collection_id: collectionOf(1) };
    expect((await search()).candidates).toEqual([]);
    await vectorRequests.put(request, 'r1');
    const found = await search();
    expect(found.candidates).toMatchObject([{ id: face, vectors: 'face' }]);
    expect(found.calls).toEqual({ SearchUsersByImage: 2, SearchFacesByImage: 1 });
    expect((await search('somebody else')).calls).toEqual({ SearchUsersByImage: 2 });
    expect((await search('user-1')).calls).toEqual({ SearchUsersByImage: 2, SearchFacesByImage: 1 });
  });
});

describe('a search with a second region', () => {
  const inSecond = (shard: number) => `${REGION}/${collectionOf(shard)}`;

  it('goes there for the shard that does not answer, and reports where the answer is from', async () => {
    const second = aSecondRegion();
    const { search, collections, metrics, now } = aSearch('user', second);
    collections.broken.set(collectionOf(1), throttle());
    const replica = second.collections.add(inSecond(1), 'ann');
    const found = await search();
    expect(found.candidates).toMatchObject([{ id: replica, collectionId: inSecond(1), vectors: 'face' }]);
    expect(found.shards.map(({ collection_id }) => collection_id)).toEqual([inSecond(1), collectionOf(0)]);
    expect(found.calls).toEqual({ SearchUsersByImage: 1, SearchFacesByImage: 1 });
    expect(second.asked).toEqual([`${TENANT} ${collectionOf(1)}`]);
    expect(metrics).toContainEqual({
      name: 'SecondRegionAnswered',
      value: 1,
      dimensions: { Operation: 'SearchFacesByImage' },
    });
    expect(now()).toBe(0);
  });

  it.each([
    [
      'lacks a face',
      (second: ReturnType<typeof aSecondRegion>) => Object.assign(second, { complete: false }),
    ],
    ['is down as well', ({ collections }) => collections.broken.set(inSecond(1), throttle())],
    ['denies access', ({ collections }) => collections.broken.set(inSecond(1), new Error('denied'))],
  ] satisfies [string, (second: ReturnType<typeof aSecondRegion>) => unknown][])(
    'fails for the reason of the first where the second %s',
    async (_, spoil) => {
      const second = aSecondRegion();
      spoil(second);
      const { search, collections } = aSearch('face', second);
      const refusal = throttle();
      collections.broken.set(collectionOf(1), refusal);
      await expect(search()).rejects.toMatchObject({ name: 'SearchIncomplete', cause: refusal });
    },
  );

  it('never goes there for faces that nobody has yet, which are in the first region alone', async () => {
    const second = aSecondRegion();
    const { search, collections } = aSearch('face', second);
    collections.broken.set(collectionOf(1), throttle());
    await expect(search(undefined, false)).rejects.toMatchObject({ name: 'SearchIncomplete' });
    expect(second.asked).toEqual([]);
    expect(second.collections.calls).toEqual([]);
  });

  it('goes there for an enrollment, too, where nobody else is about to be enrolled', async () => {
    const second = aSecondRegion();
    const { search, collections } = aSearch('face', second);
    collections.broken.set(collectionOf(1), throttle());
    const replica = second.collections.add(inSecond(1), 'ann');
    const found = await search(undefined, false, 'ann', 'img_1');
    expect(found.candidates).toMatchObject([{ id: replica }]);
    // whoever is approved in between is in one list or the other
    expect(second.asked).toEqual([
      `${TENANT} ${collectionOf(1)} besides img_1`,
      `${TENANT} ${collectionOf(1)}`,
    ]);
  });

  it('fails for an enrollment where somebody else is about to be enrolled', async () => {
    const second = aSecondRegion();
    second.planned = true;
    const { search, collections } = aSearch('face', second);
    collections.broken.set(collectionOf(1), throttle());
    await expect(search(undefined, false, 'ann', 'img_1')).rejects.toMatchObject({
      name: 'SearchIncomplete',
    });
    expect(second.collections.calls).toEqual([]);
  });

  it('is not asked where the first answers', async () => {
    const second = aSecondRegion();
    await aSearch('face', second).search();
    expect(second.collections.calls).toEqual([]);
  });

  it('is not asked for what no region would answer', async () => {
    const second = aSecondRegion();
    const { search, collections } = aSearch('face', second);
    collections.broken.set(
      collectionOf(1),
      Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
    );
    await expect(search()).rejects.toThrow();
    expect(second.collections.calls).toEqual([]);
  });
});
