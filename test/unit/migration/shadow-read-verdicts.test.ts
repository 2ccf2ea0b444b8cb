import { describe, expect, it } from 'vitest';
import type { Check } from '../../../lambda/kernel/check.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { ShadowReadDependencies } from '../../../lambda/migration/shadow-read.ts';
import {
  aCheck,
  alike,
  aDecidedSearch as aSearch,
  mapped,
  NEW,
  NEXT,
  OLD,
  onShard,
  POLICY,
} from '../../support/lambda/a-decided-search.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';

describe('a search that cannot be compared', () => {
  it.each<[string, Partial<ShadowReadDependencies>]>([
    ['outside a migration', { generations: activeGenerations() }],
    ['where no migration is known', { migrations: { list: async () => ({ migrations: [] }) } }],
    [
      'where the migration goes elsewhere',
      { migrations: { list: async () => ({ migrations: [aMigration({ status: 'ready', to: 'g3' })] }) } },
    ],
    ['whose session is gone', { sessions: { get: async () => undefined } }],
    ['whose session has no such check', { sessions: { get: async () => aSession() } }],
    ...[
      { searched_shards: undefined },
      { searched_shards: [] },
      { searched_shards: [onShard(OLD), onShard(NEW, 'g2')] },
    ].map((changes): [string, Partial<ShadowReadDependencies>] => [
      `with the shards ${JSON.stringify(changes)}`,
      {
        sessions: {
          get: async () => {
            const { searched_shards: _shards, ...check } = aCheck();
            const shards = changes.searched_shards;
            return aSession({
              checks: { duplicate_search: shards ? { ...check, searched_shards: shards } : check },
            });
          },
        },
      },
    ]),
  ])('is not: one %s', async (_what, changes) => {
    const { read, metrics, collections } = aSearch('duplicate_search');
    expect(await read(changes)).toBeUndefined();
    expect(metrics).toEqual([{ name: 'ShadowRead', value: 1, dimensions: { Result: 'not_comparable' } }]);
    expect(collections.calls).toEqual([]);
  });

  it('is an authentication of a user whom the old generation has no longer', async () => {
    const { add, read } = aSearch('enrolled_face_search', alike(99));
    add(NEW, mapped('user-1'));
    expect(await read()).toBeUndefined();
  });
});

describe('an authentication that is compared', () => {
  it('asks the shards with faces of the user, for that user, at the rate that is left', async () => {
    const { add, read, reserved, waits, collections } = aSearch('enrolled_face_search', alike(98));
    add(OLD, mapped('user-1'));
    add(NEXT, mapped('user-1'));
    // both answers are judged by the threshold of the collection that gave them
    collections.faceModelVersion = '6.0';
    expect(await read()).toEqual({
      session_id: 'vs_1',
      search: 'enrolled_face_search',
      result: 'same_person',
      change: {
        similarity: expect.closeTo(1.9, 9),
        margin: expect.closeTo(1.9 - 90 + 95, 9),
      },
      calls: { SearchFacesByImage: 1 },
    });
    expect(collections.calls).toEqual([`search ${NEXT}`]);
    expect(reserved).toEqual([['SearchFacesByImage', TENANT, 1]]);
    expect(waits).toEqual([5_000]);
  });

  it('asks nobody where the new generation has no face of the user', async () => {
    const { add, read, reserved, collections } = aSearch('enrolled_face_search', alike(98));
    add(OLD, mapped('user-1'));
    expect(await read()).toMatchObject({ result: 'only_old', calls: {} });
    expect([reserved, collections.calls]).toEqual([[], []]);
  });

  it.each<[string, Partial<Check>]>([
    ['failed', { ...alike(99), status: 'failed' }],
    ['measured nothing', {}],
    ['measured something else', { measures: [{ name: 'sharpness', value: 12 }] }],
  ])('found nobody where its check %s', async (_what, check) => {
    const { add, read } = aSearch('enrolled_face_search', check);
    add(OLD, mapped('user-1'));
    expect(await read()).toMatchObject({ result: 'both_none' });
    add(NEW, mapped('user-1'));
    expect(await read()).toMatchObject({ result: 'only_new' });
  });

  it('is of the user alone, also where the search is by vectors of users', async () => {
    const { add, read, dependencies } = aSearch('enrolled_face_search', alike(98), 'user');
    add(OLD, mapped('user-1'));
    add(NEW, mapped('user-1'));
    const asked: unknown[] = [];
    const vectorRequests = {
      isBuilding: async (...args: readonly unknown[]) => {
        asked.push(args);
        return true;
      },
    };
    expect(await read({ vectorRequests })).toMatchObject({
      result: 'same_person',
      calls: { SearchUsersByImage: 1, SearchFacesByImage: 1 },
    });
    expect(asked).toEqual([[TENANT, NEW, 'user-1']]);
    // the faces of the user are known, and are not asked for
    const users = {
      search: async () => ({ faceModelVersion: '7.0', users: [] }),
      facesOf: () => Promise.reject(new Error('nobody should ask')),
    };
    expect(await read({ users: { ...dependencies.users, ...users } })).toMatchObject({ result: 'only_old' });
  });
});

describe('a search for duplicates that is compared', () => {
  const found = (face_id: string, user_id?: string) => ({
    matches: [{ face_id, collection_id: OLD, similarity: 98, ...(user_id === undefined ? {} : { user_id }) }],
  });

  it('counts no possible duplicate, whom a person judges', async () => {
    const match = { face_id: 'face-9', collection_id: OLD, similarity: 94.9, user_id: 'bob' };
    const { records, read } = aSearch('duplicate_search', { matches: [match] });
    records.set('face-9', mapped('bob'));
    expect(await read()).toMatchObject({ result: 'both_none' });
  });

  it('asks every shard of the new generation, among all people', async () => {
    const { read, reserved, dependencies } = aSearch('duplicate_search', {}, 'user');
    const asked: unknown[] = [];
    const vectorRequests = {
      isBuilding: async (...args: readonly unknown[]) => {
        asked.push(args);
        return false;
      },
    };
    expect(await read({ vectorRequests })).toMatchObject({
      result: 'both_none',
      calls: { SearchUsersByImage: 2 },
    });
    expect(asked).toEqual([NEW, NEXT].map((id) => [TENANT, id, undefined]));
    expect(reserved).toEqual([['SearchFacesByImage', TENANT, 2]]);
    expect(dependencies.generations).toBeDefined();
  });

  it('is answered by the second region where the first does not', async () => {
    const { read, collections } = aSearch('duplicate_search');
    const throttle = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    collections.broken.set(NEW, throttle);
    const second = {
      region: 'eu-central-1',
      collections: new InMemoryCollections(),
      replicas: { arePlanned: async () => false, areComplete: async () => true },
    };
    expect(await read({ second })).toMatchObject({ result: 'both_none' });
  });

  it('counts nobody who is not enrolled, nor a face that nobody knows', async () => {
    const { add, read } = aSearch('duplicate_search');
    add(NEW);
    add(NEW, { state: 'pending', user_id: 'bob' });
    add(NEW, { state: 'revoked', user_id: 'cyd' });
    add(NEW, { state: 'mapped' });
    expect(await read()).toMatchObject({ result: 'both_none' });
  });

  it('counts who was enrolled by then, to the moment', async () => {
    const { add, read } = aSearch('duplicate_search');
    add(NEW, mapped('bob'), createIdentifier('img', minutesAfter(1), new Uint8Array(10)));
    expect(await read()).toMatchObject({ result: 'both_none' });
    add(NEW, mapped('cyd'), createIdentifier('img', NOON, new Uint8Array(10)));
    expect(await read()).toMatchObject({ result: 'only_new' });
    const unknown = aSearch('duplicate_search');
    unknown.add(NEW, mapped('bob'), 'of another program');
    expect(await unknown.read()).toMatchObject({ result: 'only_new' });
  });

  it('names each person once, so that many faces of one crowd out nobody', async () => {
    const { add, read, collections, dependencies } = aSearch('duplicate_search', found('f', 'bob'));
    const known = { f: mapped('bob') };
    const faceRecords = dependencies.enrollments.faceRecords;
    const enrollments: ShadowReadDependencies['enrollments'] = {
      faceRecords: async (tenant, ids) =>
        new Map([...(await faceRecords(tenant, ids)), ...Object.entries(known)]),
    };
    for (const face of [0, 1]) add([NEW, NEXT][face] ?? '', mapped('cyd'));
    add(NEXT, mapped('bob'));
    const policy = { ...POLICY, search: { ...POLICY.search, max_matches: 2 } };
    expect(collections.allFaceIds()).toHaveLength(3);
    expect(await read({ enrollments, policyOf: pinned(policy) })).toMatchObject({ result: 'same_person' });
  });

  it('is compared by the best match of each side, with the threshold of its model', async () => {
    const { add, read, collections } = aSearch('duplicate_search', {
      ...found('face-1', 'bob'),
      searched_shards: [onShard(`p.${TENANT}.g1.1`, 'g1', 50), onShard(OLD, 'g1', 97)],
    });
    add(OLD, mapped('bob'));
    add(NEXT, mapped('bob'));
    const { search } = collections;
    collections.search = async (id, ...args) => {
      const answer = await search.call(collections, id, ...args);
      return answer && { ...answer, faceModelVersion: id === NEXT ? '6.0' : '7.0' };
    };
    expect(await read()).toMatchObject({
      change: { similarity: expect.closeTo(1.9, 9), margin: expect.closeTo(1.9 - 90 + 97, 9) },
    });
  });

  it('knows nobody by a match without a user', async () => {
    const { add, read } = aSearch('duplicate_search', found('face-1'));
    add(OLD, mapped('bob'));
    expect(await read()).toMatchObject({ result: 'both_none' });
  });

  it('fails, and says so, where permits are more than five seconds away', async () => {
    const { read, failures, collections } = aSearch('duplicate_search');
    expect(await read({ limiter: { reserve: async () => ({ waitMs: 5_001 }) } })).toMatchObject({
      result: 'failed',
      calls: {},
    });
    expect(failures).toMatchObject([
      ['vs_1', { name: 'RateExhausted', message: expect.stringMatching(/2 searches.*5001 ms/) }],
    ]);
    expect(collections.calls).toEqual([]);
  });
});
