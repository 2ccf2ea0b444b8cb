import { describe, expect, it } from 'vitest';
import type { Generation } from '../../../lambda/collections/contract.ts';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { emptyPage } from '../../../lambda/migration/empty-collection.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { aMapping, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryUsers } from '../../support/lambda/in-memory-users.ts';

const COLLECTION = 'p.acme.g1.0';

/** A collection that is given up, and its rows. */
function aCollection(vectors: Generation['vectors']) {
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const rows: UserFaceMapping[] = [];
  const dropped: string[] = [];
  const steps: string[] = [];
  const asked: number[] = [];
  const empty = () =>
    emptyPage(TENANT, COLLECTION, vectors, {
      collections: {
        delete: async (id, faceIds) => {
          steps.push(`faces ${faceIds.length}`);
          await collections.delete(id, faceIds);
        },
      },
      users: {
        list: (id) => users.list(id),
        delete: async (id, userId) => {
          steps.push('user');
          await users.delete(id, userId);
        },
      },
      requests: {
        drop: async ({ user_id }) => {
          dropped.push(user_id);
        },
      },
      inventory: {
        listFaces: (id, cursor, limit) => {
          asked.push(limit ?? 0);
          return collections.listFaces(id, cursor, limit);
        },
      },
      mappings: {
        listOfCollection: async (_tenant, _id, limit) => {
          asked.push(limit);
          return { mappings: rows.slice(0, limit) };
        },
      },
      migrations: {
        unmap: async (mapped) => {
          steps.push(`rows ${mapped.length}`);
          rows.splice(0, mapped.length);
        },
      },
      limiter: {
        reserve: async (operation, _tenant, permits) => {
          steps.push(`${operation} ${permits}`);
          return { waitMs: 0 };
        },
      },
      wait: async () => {},
      newIdentifier: (prefix) => `${prefix}_1`,
    });
  const add = async (user_id: string, isMapped = true) => {
    const face_id = collections.add(COLLECTION, user_id);
    if (isMapped) rows.push(aMapping({ user_id, face_id, collection_id: COLLECTION }));
    if (vectors === 'face') return;
    const vector = userVectorId(TENANT, user_id);
    await users.create(COLLECTION, vector);
    await users.associate(COLLECTION, vector, [face_id]);
  };
  return { collections, users, rows, dropped, steps, asked, empty, add };
}

describe('a page of a collection that is given up', () => {
  it('deletes mapped faces before their rows', async () => {
    const { collections, rows, steps, asked, empty, add } = aCollection('face');
    await add('ann');
    await add('bob');
    expect(await empty()).toBe(2);
    expect(steps).toEqual(['DeleteFaces 1', 'faces 2', 'rows 2']);
    expect([collections.allFaceIds(), rows]).toEqual([[], []]);
    expect(asked).toEqual([100]);
    expect(await empty()).toBeUndefined();
  });

  it('deletes what is left once no row names anything', async () => {
    const { collections, steps, asked, empty, add } = aCollection('face');
    await add('ann', false);
    expect(await empty()).toBe(1);
    expect(steps).toEqual(['DeleteFaces 1', 'faces 1']);
    expect(asked).toEqual([100, 100]);
    expect(collections.allFaceIds()).toEqual([]);
  });

  it('deletes the vectors of users before their faces, and first what asks for them', async () => {
    const { users, dropped, steps, asked, empty, add } = aCollection('user');
    await add('ann');
    await add('bob');
    await add('ann');
    expect(await empty()).toBe(3);
    // one call for each user, however many faces they have
    expect(steps).toEqual(['UserVectors 2', 'user', 'user', 'DeleteFaces 1', 'faces 3', 'rows 3']);
    expect(dropped).toEqual(['ann', 'bob', 'ann']);
    expect(users.users.size).toBe(0);
    expect(asked).toEqual([20]);
  });

  it('deletes users of faces that no row names, and users without faces', async () => {
    const { users, steps, empty, add } = aCollection('user');
    await add('ann', false);
    await users.create(COLLECTION, 'nobody');
    expect(await empty()).toBe(1);
    expect(steps).toEqual(['UserVectors 1', 'user', 'DeleteFaces 1', 'faces 1']);
    steps.length = 0;
    // no face was looked at, and still there was something to do
    expect(await empty()).toBe(0);
    expect(steps).toEqual(['UserVectors 1', 'user']);
    expect(await empty()).toBeUndefined();
  });

  it('deletes twenty users without faces at a time', async () => {
    const { users, empty } = aCollection('user');
    for (let user = 0; user < 25; user += 1) await users.create(COLLECTION, `user-${user}`);
    expect(await empty()).toBe(0);
    expect(users.users.size).toBe(5);
    expect(await empty()).toBe(0);
    expect(await empty()).toBeUndefined();
  });

  it('looks for no users in a generation of faces', async () => {
    const { users, empty } = aCollection('face');
    await users.create(COLLECTION, 'nobody');
    expect(await empty()).toBeUndefined();
    expect(users.users.size).toBe(1);
  });
});
