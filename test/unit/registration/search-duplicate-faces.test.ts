import { describe, expect, it } from 'vitest';
import type { FaceState } from '../../../lambda/enrollment/domain/enrollment.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/policy.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import {
  anIndexedFace,
  aPreparedImage,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const SHARDS = 16;
const generations = activeGenerations({ shards: SHARDS });
const collectionOf = (shard: number, tenant = TENANT) => `face-idv.${tenant}.g1.${shard}`;
const anImageId = (minute: number) => createIdentifier('img', minutesAfter(minute), new Uint8Array(10));

function aSearch(person = 'ann') {
  const { emit, metrics } = recordedMetrics();
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const dependencies = {
    sessions,
    enrollments,
    collections,
    images: new InMemoryImages({ selfie: anImageOf(person) }),
    ...searchPorts(collections),
    collectionPrefix: 'face-idv',
    generations,
    policy: { ...DEFAULT_POLICY, search: { ...DEFAULT_POLICY.search } },
    clock: () => NOON,
    emit,
  };
  /** A face of somebody in some shard. */
  const aFaceOf = (who: string, shard: number, user_id: string, state: FaceState, imageId?: string) => {
    const faceId = collections.add(collectionOf(shard), who, imageId);
    enrollments.faces.set(faceId, { state, user_id });
    return faceId;
  };
  const before = () =>
    searchDuplicateFaces(
      { registration: aRegistration(), selfie: aPreparedImage(), phase: 'before_indexing' },
      dependencies,
    );
  const after = (image_id: string) => {
    const face_id = aFaceOf(person, 0, 'user-1', 'pending', image_id);
    return searchDuplicateFaces(
      {
        registration: aRegistration(),
        selfie: aPreparedImage(),
        phase: 'after_indexing',
        enrollment: anIndexedFace({ face_id, image_id }),
      },
      dependencies,
    );
  };
  return { ...dependencies, metrics, aFaceOf, before, after };
}

describe('searching for duplicates before indexing', () => {
  it('asks every shard of the tenant, and tells which answered and with which model', async () => {
    const search = aSearch();
    search.collections.add(collectionOf(3, 'other-tenant'), 'ann');
    expect(await search.before()).toEqual({ continue: true, reason_codes: [] });
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
    expect(check?.billable_calls).toEqual({ SearchFacesByImage: SHARDS });
  });

  it.each([0, 7, 15])(
    'finds a duplicate in shard %i, and names the user for operators only',
    async (shard) => {
      const search = aSearch();
      const faceId = search.aFaceOf('ann', shard, 'user-9', 'mapped');
      expect(await search.before()).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
      expect(search.sessions.stored(TENANT, 'vs_1').checks.duplicate_search?.matches).toEqual([
        { face_id: faceId, collection_id: collectionOf(shard), similarity: 99.9, user_id: 'user-9' },
      ]);
      expect(search.metrics).toContainEqual({
        name: 'DuplicateFound',
        value: 1,
        dimensions: { Phase: 'before_indexing' },
      });
    },
  );

  it('does not take own faces, faces under way or other people for duplicates', async () => {
    const search = aSearch();
    search.aFaceOf('ann', 1, 'user-1', 'mapped');
    search.aFaceOf('ann', 2, 'user-2', 'pending');
    search.aFaceOf('bob', 3, 'user-3', 'mapped');
    expect((await search.before()).continue).toBe(true);
  });

  it('applies the threshold of the model that answered', async () => {
    const search = aSearch();
    search.aFaceOf('ann', 1, 'user-9', 'mapped');
    search.collections.similarity = 94;
    expect((await search.before()).continue).toBe(true);
    search.collections.similarity = 95;
    expect((await search.before()).continue).toBe(false);
  });

  it('fails when a collection answers with a model that the policy does not know', async () => {
    const search = aSearch();
    search.collections.faceModelVersion = '9.0';
    await expect(search.before()).rejects.toThrow('9.0');
  });

  it('fails when a shard does not answer, rather than say that there is no duplicate', async () => {
    const search = aSearch();
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    search.collections.broken.set(collectionOf(5), throttled);
    const failure = await search.before().catch((error: unknown) => error);
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
    const search = aSearch();
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
    await search.before();
    expect(most).toBe(3);
  });

  it('declines an image in which the search sees no face', async () => {
    expect(await aSearch(NOBODY).before()).toEqual({ continue: false, reason_codes: ['face_not_detected'] });
  });
});

describe('searching for duplicates after indexing', () => {
  it('passes where nobody else has the face', async () => {
    expect(await aSearch().after(anImageId(0))).toEqual({ continue: true, reason_codes: [] });
  });

  it('yields to a face that is mapped, and to an older one that is under way', async () => {
    for (const state of ['mapped', 'pending'] as const) {
      const search = aSearch();
      search.aFaceOf('ann', 4, 'user-2', state, anImageId(-1));
      expect(await search.after(anImageId(0))).toEqual({ continue: false, reason_codes: ['duplicate_face'] });
    }
  });

  it('rules out a younger one that is under way', async () => {
    const search = aSearch();
    const younger = search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    expect((await search.after(anImageId(0))).continue).toBe(true);
    expect(search.enrollments.faces.get(younger)).toEqual({ state: 'revoked', user_id: 'user-2' });
  });

  it('yields to a younger one that is approved in the very moment of ruling it out', async () => {
    const search = aSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(1));
    search.enrollments.revoke = async () => false;
    expect((await search.after(anImageId(0))).reason_codes).toEqual(['duplicate_face']);
  });

  it('rules nobody out where it yields itself', async () => {
    const search = aSearch();
    search.aFaceOf('ann', 4, 'user-2', 'pending', anImageId(-1));
    const younger = search.aFaceOf('ann', 5, 'user-3', 'pending', anImageId(1));
    await search.after(anImageId(0));
    expect(search.enrollments.faces.get(younger)?.state).toBe('pending');
  });
});
