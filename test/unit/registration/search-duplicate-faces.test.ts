import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { RateExhausted } from '../../../lambda/rate-limits/ports/rate-limiter.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import {
  aDuplicateSearch,
  anImageId,
  collectionOf,
  SHARDS,
} from '../../support/lambda/a-duplicate-search.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';

describe('searching for duplicates', () => {
  it('asks every shard of the tenant, and tells which answered and with which model', async () => {
    const search = aDuplicateSearch();
    search.collections.add(collectionOf(3, 'other-tenant'), 'ann');
    expect(await search.search()).toEqual({ continue: true, reason_codes: [] });
    expect(new Set(search.collections.calls)).toEqual(
      new Set(Array.from({ length: SHARDS }, (_, shard) => `search ${collectionOf(shard)}`)),
    );
    const check = search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search;
    expect(check?.searched_shards).toHaveLength(SHARDS);
    expect(check?.searched_shards?.[0]).toEqual({
      collection_id: collectionOf(0),
      face_model_version: '7.0',
      generation: 'g1',
      vectors: 'face',
      threshold: 95,
    });
    expect(check?.measures).toEqual([{ name: 'duplicate_faces', value: 0, limit: '0' }]);
    expect(check?.billable_calls).toEqual({ SearchFacesByImage: SHARDS });
    expect(search.metrics.map(({ name }) => name)).not.toContain('DuplicateFound');
  });

  it('takes the permits of all shards at once, before it asks one', async () => {
    const search = aDuplicateSearch();
    await search.search();
    expect(search.permitted).toEqual([{ operation: 'SearchFacesByImage', permits: SHARDS, calls: 0 }]);
  });

  it('asks the watchlists at the same time, with permits for all, and reports both checks', async () => {
    const search = aDuplicateSearch('ann', undefined, {}, ['fraud', 'pep']);
    const face_id = search.addEntry('ann');
    search.aFaceOf('ann', 3, 'user-9', 'mapped');
    expect(await search.search()).toEqual({
      continue: false,
      reason_codes: ['duplicate_face', 'watchlist_hit'],
    });
    expect(search.permitted).toEqual([{ operation: 'SearchFacesByImage', permits: SHARDS + 2, calls: 0 }]);
    const { duplicate_search, watchlist_search } = search.sessions.stored(TENANT, 'vs_1').checks;
    expect(duplicate_search).toMatchObject({
      status: 'failed',
      billable_calls: { SearchFacesByImage: SHARDS },
    });
    expect(duplicate_search?.matches).toMatchObject([{ user_id: 'user-9' }]);
    expect(watchlist_search).toMatchObject({ status: 'failed', billable_calls: { SearchFacesByImage: 2 } });
    expect(watchlist_search?.matches).toMatchObject([{ face_id, list_id: 'fraud', entry_id: 'wle_ann' }]);
  });

  it('fails when a watchlist does not answer, and has recorded what the shards said', async () => {
    const search = aDuplicateSearch('ann', undefined, {}, ['fraud']);
    search.collections.broken.set(
      `face-idv.${TENANT}.g1_fraud.0`,
      Object.assign(new Error('no'), { name: 'ThrottlingException' }),
    );
    await expect(search.search()).rejects.toMatchObject({ name: 'SearchIncomplete' });
    const { duplicate_search, watchlist_search } = search.sessions.stored(TENANT, 'vs_1').checks;
    expect(duplicate_search).toMatchObject({ status: 'passed' });
    expect(watchlist_search).toBeUndefined();
  });

  it('asks no shard while other registrations use the rate', async () => {
    const search = aDuplicateSearch();
    search.refusePermits(new RateExhausted('later'));
    await expect(search.search()).rejects.toThrow(RateExhausted);
    expect(search.collections.calls).toEqual([]);
  });

  it('finds one that a sensitive case would not recognize, whatever the registration is', async () => {
    for (const sensitivity of ['regular', 'sensitive'] as const) {
      const search = aDuplicateSearch('ann', undefined, { sensitivity });
      search.aFaceOf('ann', 0, 'user-9', 'mapped');
      search.collections.similarity = 97;
      expect(await search.search()).toMatchObject({ reason_codes: ['duplicate_face'] });
    }
  });

  it.each([0, 7, 15])(
    'finds a duplicate in shard %i, and names the user for operators only',
    async (shard) => {
      const search = aDuplicateSearch();
      const faceId = search.aFaceOf('ann', shard, 'user-9', 'mapped');
      expect(await search.search()).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
      expect(search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search?.matches).toEqual([
        { face_id: faceId, collection_id: collectionOf(shard), similarity: 99.9, user_id: 'user-9' },
      ]);
      expect(search.metrics).toContainEqual({
        name: 'DuplicateFound',
        value: 1,
        dimensions: {},
      });
    },
  );

  it('names each person once, and a face that nobody is known by without one', async () => {
    const search = aDuplicateSearch();
    const [first] = [1, 2].map((shard) => search.aFaceOf('ann', shard, 'user-9', 'mapped'));
    const other = search.aFaceOf('ann', 3, 'user-8', 'mapped');
    const nameless = search.collections.add(collectionOf(4), 'ann');
    search.enrollments.faces.set(nameless, { state: 'mapped' });
    await search.search();
    const check = search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search;
    expect(check?.measures).toEqual([{ name: 'duplicate_faces', value: 3, limit: '0' }]);
    expect(check?.matches?.map(({ face_id, user_id }) => [face_id, user_id])).toEqual([
      [first, 'user-9'],
      [other, 'user-8'],
      [nameless, undefined],
    ]);
    expect(check?.matches?.[2]).not.toHaveProperty('user_id');
  });

  it('does not take own faces, younger ones under way or other people for duplicates', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 1, 'user-1', 'mapped');
    search.aFaceOf('ann', 2, 'user-2', 'pending');
    search.aFaceOf('bob', 3, 'user-3', 'mapped');
    // indexed a moment ago: nothing of it is written down yet
    search.collections.add(collectionOf(4), 'ann', anImageId(0));
    expect((await search.search()).continue).toBe(true);
  });

  it('applies the threshold of the model that answered', async () => {
    const search = aDuplicateSearch();
    search.aFaceOf('ann', 1, 'user-9', 'mapped');
    search.collections.similarity = 94;
    expect((await search.search()).continue).toBe(true);
    search.collections.similarity = 95;
    expect((await search.search()).continue).toBe(false);
  });

  it('fails when a collection answers with a model that the policy does not know', async () => {
    const search = aDuplicateSearch();
    search.collections.faceModelVersion = '9.0';
    await expect(search.search()).rejects.toThrow('9.0');
  });

  it('fails when a shard does not answer, rather than say that there is no duplicate', async () => {
    const search = aDuplicateSearch();
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    search.collections.broken.set(collectionOf(5), throttled);
    const failure = await search.search().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'SearchIncomplete',
      cause: throttled,
      message: '1 of 16 shards did not answer',
    });
    expect(search.metrics).toContainEqual({
      name: 'CollectionSearchFailed',
      value: 1,
      dimensions: { Shard: '5' },
    });
    expect(search.sessions.stored(TENANT, 'vs_1').checks).toEqual({});
  });

  it('never has more searches under way than the policy allows', async () => {
    const search = aDuplicateSearch();
    let underWay = 0;
    let most = 0;
    const { collections } = search;
    const answer = collections.search.bind(collections);
    collections.search = async (...args) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      const result = await answer(...args);
      underWay -= 1;
      return result;
    };
    search.policy.search.max_concurrency = 3;
    await search.search();
    expect(most).toBe(3);
  });

  it('has another generation asked too, with the very image, while a migration fills it', async () => {
    const filling = aGeneration({ generation: 'g2' });
    const search = aDuplicateSearch('ann', activeGenerations({ shards: SHARDS }, { filling }));
    await search.search();
    expect(search.asked).toEqual([
      {
        tenant: TENANT,
        session_id: 'vs_1',
        search: 'duplicate_search',
        image: { key: 'selfie', version_id: 'v7' },
      },
    ]);
  });

  describe('with a review band below the threshold', () => {
    const aBand = (similarity: number) => {
      const search = aDuplicateSearch();
      const row = { ...DEFAULT_POLICY.match_thresholds['7.0'], review_from: { duplicate: 88 } };
      search.policy.match_thresholds = verificationPolicySchema.parse({
        ...DEFAULT_POLICY,
        match_thresholds: { '7.0': row },
      }).match_thresholds;
      search.collections.similarity = similarity;
      return search;
    };

    it.each([
      [87.9, []],
      [88, ['possible_duplicate']],
      [94.9, ['possible_duplicate']],
      [95, ['duplicate_face']],
    ])('judges a similarity of %d as %j', async (similarity, reason_codes) => {
      const search = aBand(similarity);
      search.aFaceOf('ann', 4, 'user-9', 'mapped', anImageId(-1));
      expect((await search.search()).reason_codes).toEqual(reason_codes);
      const check = search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search;
      expect(check?.matches?.map(({ user_id }) => user_id)).toEqual(
        reason_codes.length > 0 ? ['user-9'] : [],
      );
      expect(check?.searched_shards?.[0]).toMatchObject({ threshold: 95, review_from: 88 });
      const duplicates = search.metrics.filter(({ name }) => name === 'DuplicateFound');
      expect(duplicates).toHaveLength(similarity < 95 ? 0 : 1);
    });

    it('rules out no competitor, and is itself the possible duplicate of a younger one', async () => {
      const search = aBand(90);
      const younger = search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
      expect((await search.search()).reason_codes).toEqual(['possible_duplicate']);
      expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
    });
  });

  describe('with the portrait of the document', () => {
    /** A search for Ann, whose document shows Eve. */
    const aDocument = (vectors: 'face' | 'user' = 'face') => {
      const search = aDuplicateSearch('ann', activeGenerations({ shards: SHARDS, vectors }));
      search.images.images.set('portrait', anImageOf('eve'));
      return { ...search, search: () => search.search(undefined, { key: 'portrait' }) };
    };
    const checkOf = ({ sessions }: ReturnType<typeof aDocument>) =>
      sessions.stored(TENANT, 'vs_1').checks.duplicate_search;

    it('finds whom the document shows, and says that it was the document', async () => {
      const search = aDocument();
      const face_id = search.aFaceOf('eve', 3, 'user-9', 'mapped', anImageId(-1));
      expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
      expect(checkOf(search)).toMatchObject({
        measures: [
          { name: 'duplicate_faces', value: 0 },
          { name: 'document_duplicate_faces', value: 1 },
        ],
        matches: [{ face_id, user_id: 'user-9', found_by: 'document' }],
        billable_calls: { SearchFacesByImage: 2 * SHARDS },
      });
      expect(checkOf(search)?.searched_shards).toHaveLength(SHARDS);
      expect(search.permitted).toEqual([{ operation: 'SearchFacesByImage', permits: 2 * SHARDS, calls: 0 }]);
    });

    it('counts enrolled people alone: neither own faces, nor allowed pairs, nor who is under way', async () => {
      const search = aDocument();
      search.pairs.allow('user-1', 'twin');
      search.aFaceOf('eve', 1, 'user-1', 'mapped');
      search.aFaceOf('eve', 2, 'twin', 'mapped');
      const pending = search.aFaceOf('eve', 3, 'user-2', 'pending', anImageId(-1));
      search.aFaceOf('eve', 4, 'user-3', 'revoked');
      search.time.meanwhile = () => Promise.reject(new Error('must not wait'));
      expect(await search.search()).toEqual({ continue: true, reason_codes: [] });
      expect(search.enrollments.faces.get(pending)?.state).toBe('pending');
    });

    it('waits for no competitor and rules none out where the document is a duplicate', async () => {
      const search = aDocument();
      search.aFaceOf('eve', 1, 'user-9', 'mapped');
      search.aFaceOf('ann', 2, 'user-8', 'mapped');
      search.aFaceOf('ann', 3, 'user-2', 'pending', anImageId(-1));
      const younger = search.aFaceOf('ann', 4, 'user-3', 'pending', anImageId(1));
      search.time.meanwhile = () => Promise.reject(new Error('must not wait'));
      expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
      expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
      expect(checkOf(search)?.matches?.map(({ user_id, found_by }) => [user_id, found_by])).toEqual([
        ['user-8', 'selfie'],
        ['user-9', 'document'],
      ]);
    });

    it('takes no more permits where people are found by their vectors', async () => {
      const search = aDocument('user');
      await search.search();
      expect(search.permitted).toMatchObject([{ permits: SHARDS }]);
      expect(checkOf(search)?.billable_calls).toEqual({
        SearchFacesByImage: SHARDS,
        SearchUsersByImage: 2 * SHARDS,
      });
    });

    it('asks for another photo where the search sees no face in it', async () => {
      const search = aDocument();
      search.images.images.set('portrait', anImageOf(NOBODY));
      expect((await search.search()).reason_codes).toEqual(['document_face_not_found']);
    });

    it.each([
      ['the policy has only selfies searched', false, { key: 'portrait' }],
      ['the run began before it had', true, null],
    ])('is not searched where %s', async (_when, document_face, portrait) => {
      const search = aDuplicateSearch();
      search.policy.search.document_face = document_face;
      await search.search(undefined, portrait);
      const check = search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search;
      expect(check?.measures).toEqual([{ name: 'duplicate_faces', value: 0, limit: '0' }]);
      expect(check?.billable_calls).toEqual({ SearchFacesByImage: SHARDS });
    });
  });

  describe('by user vectors', () => {
    /** Somebody whose vector, and whose face alone, is in the first shard. */
    async function anEnrolledUser(userId: string) {
      const search = aDuplicateSearch('ann', activeGenerations({ shards: 2, vectors: 'user' }));
      const faceId = search.aFaceOf('ann', 0, userId, 'mapped', anImageId(-1));
      const vector = userVectorId(TENANT, userId);
      await search.users.create(collectionOf(0), vector);
      await search.users.associate(collectionOf(0), vector, [faceId]);
      search.users.publish();
      search.users.calls.length = 0;
      return { ...search, faceId };
    }

    it('finds another user, and names the faces of the vector', async () => {
      const search = await anEnrolledUser('user-9');
      expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
      expect(search.users.calls).toContain(`search ${collectionOf(1)}`);
      expect(search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search).toMatchObject({
        matches: [{ face_id: search.faceId, user_id: 'user-9' }],
        billable_calls: { SearchUsersByImage: 2, SearchFacesByImage: 2 },
      });
    });

    it('finds a user whose vector is not there yet by the face', async () => {
      const search = aDuplicateSearch('ann', activeGenerations({ shards: 2, vectors: 'user' }));
      search.aFaceOf('ann', 0, 'user-9', 'mapped', anImageId(-1));
      expect((await search.search()).reason_codes).toEqual(['duplicate_face']);
    });

    it('takes the own vector for no duplicate, and does not ask for its faces', async () => {
      const search = await anEnrolledUser('user-1');
      expect((await search.search()).continue).toBe(true);
      expect(search.users.calls.filter((call) => call.startsWith('facesOf'))).toEqual([]);
    });
  });

  it('declines an image in which the search sees no face', async () => {
    expect(await aDuplicateSearch(NOBODY).search()).toEqual({
      continue: false,
      reason_codes: ['face_not_detected'],
    });
  });
});
