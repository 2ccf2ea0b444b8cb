import { describe, expect, it } from 'vitest';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { FaceRecord } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { buildVectorsPage } from '../../../lambda/migration/build-vectors-page.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { aMapping, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryTombstones } from '../../support/lambda/in-memory-tombstones.ts';
import { InMemoryUsers, InMemoryUserVectorRequests } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const COLLECTION = `p.${TENANT}.g2.0`;
const vectorOf = (user_id: string) => ({ tenant: TENANT, user_id, collection_id: COLLECTION });
const idOf = (user_id: string) => userVectorId(TENANT, user_id);

/** A collection of a generation with vectors of users, whose faces are all there. */
function aCollection() {
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const requests = new InMemoryUserVectorRequests(() => NOON);
  const records = new Map<string, FaceRecord>();
  const rows: UserFaceMapping[] = [];
  const limiter = {
    waitMs: 0,
    reserved: [] as unknown[],
    reserve: async (...args: readonly unknown[]) => {
      limiter.reserved.push(args);
      return { waitMs: limiter.waitMs };
    },
    throttled: async () => {},
  };
  const waits: number[] = [];
  const { emit, metrics } = recordedMetrics();
  let now = NOON;
  let drawn = 0;
  const build = (cursor?: string) =>
    buildVectorsPage(aMigration({ status: 'building' }), COLLECTION, cursor, {
      inventory: collections,
      enrollments: {
        faceRecords: async (_tenant, ids) => new Map([...records].filter(([id]) => ids.includes(id))),
      },
      users,
      tombstones: new InMemoryTombstones(),
      requests,
      queue: requests.queue,
      mappings: { listOfUser: async (_tenant, user) => rows.filter(({ user_id }) => user_id === user) },
      faces: collections,
      evictions: { remove: async () => {} },
      limiter,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
      policy: DEFAULT_POLICY,
      clock: () => now,
      newIdentifier: (prefix) => {
        drawn += 1;
        return `${prefix}_${drawn}`;
      },
      emit,
    });
  const add = (user_id: string, record: FaceRecord | undefined = { state: 'mapped', user_id }) => {
    const face_id = collections.add(COLLECTION, user_id);
    if (record) records.set(face_id, record);
    rows.push(aMapping({ ...vectorOf(user_id), face_id }));
    return face_id;
  };
  const later = (minutes: number) => {
    now = minutesAfter(minutes);
  };
  const asked = () => [...requests.rows.values()].map(({ user_id, revision }) => `${user_id} ${revision}`);
  return { collections, users, requests, limiter, waits, metrics, build, add, later, asked };
}

describe('the faces of a collection', () => {
  it('ask for the vectors that they are part of none of, and the requests come next', async () => {
    const { add, build, asked } = aCollection();
    add('ann');
    add('bob');
    expect(await build()).toEqual({ looked: 2, next: 'requests:end' });
    // the beginning of a revision names the migration that asks
    expect(asked()).toEqual(['ann mig_1#uv_1', 'bob mig_1#uv_2']);
  });

  it('ask fifty at a time, page by page', async () => {
    const { add, build } = aCollection();
    for (let face = 0; face < 60; face += 1) add(`user-${face}`);
    expect(await build()).toEqual({ looked: 50, next: 'requests:50' });
    expect(await build('faces:50')).toEqual({ looked: 10, next: 'requests:end' });
  });

  it('ask for no vector where they stand for nobody, or have one, or it is asked for', async () => {
    const { add, users, requests, build, asked } = aCollection();
    add('pending', { state: 'pending', user_id: 'pending' });
    add('revoked', { state: 'revoked', user_id: 'revoked' });
    add('nobody', { state: 'mapped' });
    const [whole, moved] = [add('whole'), add('moved')];
    for (const [user, face] of [
      ['whole', whole],
      ['another', moved],
    ] as const) {
      await users.create(COLLECTION, idOf(user));
      await users.associate(COLLECTION, idOf(user), [face]);
    }
    add('live');
    await requests.put(vectorOf('live'), 'face-of-live');
    expect(await build()).toEqual({ looked: 6, next: 'requests:end' });
    expect(asked()).toEqual(['live face-of-live', 'moved mig_1#uv_1']);
  });
});

describe('the requests of a migration', () => {
  it('are worked off one step at a time, and waited for while no vector is ready', async () => {
    const { add, users, waits, metrics, build, asked } = aCollection();
    add('ann');
    await build();
    // the users is made and asked to take its face in
    expect(await build('requests:end')).toEqual({ looked: 0, next: 'requests:end' });
    expect(waits.filter((wait) => wait > 0)).toEqual([1_000]);
    users.publish();
    expect(await build('requests:end')).toEqual({ looked: 0, next: 'requests:end' });
    expect(waits.filter((wait) => wait > 0)).toEqual([1_000]);
    expect(asked()).toEqual([]);
    // these do not go through the queue, whose time that metric reports
    expect(metrics.map(({ name }) => name)).not.toContain('UserVectorBuildTime');
    expect(await build('requests:end')).toEqual({ looked: 0, next: 'users:' });
  });

  it('lead back to the faces where there are more', async () => {
    expect(await aCollection().build('requests:50')).toEqual({ looked: 0, next: 'faces:50' });
  });

  it('leave those of live traffic to the queue', async () => {
    const { add, requests, build, asked } = aCollection();
    add('live');
    await requests.put(vectorOf('live'), 'face-of-live');
    expect(await build('requests:end')).toMatchObject({ next: 'users:' });
    expect(asked()).toEqual(['live face-of-live']);
  });

  it('begin no other vector once their time is over', async () => {
    const { add, users, later, build } = aCollection();
    for (const user of ['a', 'b', 'c', 'd', 'e', 'f']) add(user);
    await build();
    const { facesOf } = users;
    users.facesOf = (...args) => {
      later(1);
      return facesOf.apply(users, args);
    };
    await build('requests:end');
    // four are under way at once
    expect(users.calls.filter((call) => call.startsWith('create'))).toHaveLength(4);
  });

  it('send a message to the queue only for permits that were reserved for later', async () => {
    const { add, requests, limiter, build } = aCollection();
    add('ann');
    await build();
    await build('requests:end');
    expect(requests.sent).toEqual([]);
    add('bob');
    await build();
    limiter.waitMs = 9_000;
    await build('requests:end');
    expect(requests.sent).toEqual([
      { message: { ...vectorOf('bob'), looks: 0, permits: 2 }, delaySeconds: 9 },
    ]);
  });

  it('report what Rekognition refuses, and end with it', async () => {
    const { add, users, metrics, build } = aCollection();
    users.refusals.set(add('ann'), 'LOW_MATCH_CONFIDENCE');
    await build();
    await build('requests:end');
    expect(metrics).toContainEqual({
      name: 'UserVectorFaceLeftOut',
      value: 1,
      dimensions: { Reason: 'LOW_MATCH_CONFIDENCE' },
    });
    expect(await build('requests:end')).toMatchObject({ next: 'users:' });
  });
});

describe('the users of a collection', () => {
  const aBuilt = async () => {
    const built = aCollection();
    const face = built.add('ann');
    await built.users.create(COLLECTION, idOf('ann'));
    await built.users.associate(COLLECTION, idOf('ann'), [face]);
    return built;
  };

  it('end the work once each of them is ACTIVE, asked at the shared rate', async () => {
    const { users, limiter, waits, build } = await aBuilt();
    users.publish();
    expect(await build('users:')).toEqual({ looked: 0, next: undefined });
    expect(limiter.reserved).toEqual([['UserVectors', TENANT, 1]]);
    expect(waits).toEqual([0]);
  });

  it('are looked at again while one of them is not', async () => {
    const { waits, build } = await aBuilt();
    expect(await build('users:')).toEqual({ looked: 0, next: 'users:' });
    expect(waits).toEqual([0, 1_000]);
  });

  it('are not waited for where live traffic has asked for one', async () => {
    const { requests, build } = await aBuilt();
    await requests.put(vectorOf('ann'), 'face-of-ann');
    expect(await build('users:')).toEqual({ looked: 0, next: undefined });
  });

  it('are deleted where they have no faces, twenty at a time', async () => {
    const { users, limiter, build } = await aBuilt();
    users.publish();
    for (let user = 0; user < 25; user += 1) await users.create(COLLECTION, `stray-${user}`);
    expect(await build('users:')).toMatchObject({ next: 'users:' });
    expect(users.users.size).toBe(6);
    expect(limiter.reserved).toContainEqual(['UserVectors', TENANT, 20]);
    expect(await build('users:')).toEqual({ looked: 0, next: undefined });
    expect([...users.users.keys()]).toEqual([`${COLLECTION} ${idOf('ann')}`]);
  });

  it('are listed page by page', async () => {
    const { users, build } = await aBuilt();
    users.publish();
    const asked: unknown[] = [];
    const { list } = users;
    users.list = async (id: string, cursor?: string) => {
      asked.push(cursor);
      const page = await list.call(users, id);
      return cursor === undefined ? { ...page, next: 'page:2' } : page;
    };
    expect(await build('users:')).toEqual({ looked: 0, next: 'users:page:2' });
    expect(await build('users:page:2')).toEqual({ looked: 0, next: undefined });
    expect(asked).toEqual([undefined, 'page:2']);
  });
});
