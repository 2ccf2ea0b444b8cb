import { describe, expect, it } from 'vitest';
import type { FaceState } from '../../../lambda/enrollment/domain/enrollment.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { verifyCollection } from '../../../lambda/migration/verify-collection.ts';
import { aMigration } from '../../support/lambda/a-migration.ts';
import { minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryUsers } from '../../support/lambda/in-memory-users.ts';

const COLLECTION = 'p.acme.g2.0';
const imageOf = (minutesAgo: number) =>
  createIdentifier('img', minutesAfter(-minutesAgo), new Uint8Array(10));
const OLD = imageOf(61);
const YOUNG = imageOf(60);

function aCollection(planned: readonly string[] = []) {
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const records = new Map<string, { readonly state: FaceState }>();
  const asked: (readonly string[])[] = [];
  const reserved: unknown[] = [];
  const verify = (cursor?: string) =>
    verifyCollection(aMigration({ status: 'verifying' }), COLLECTION, cursor, {
      collections,
      users,
      inventory: collections,
      enrollments: {
        faceRecords: async (tenant, faceIds) => {
          expect(tenant).toBe(TENANT);
          asked.push(faceIds);
          return new Map([...records].filter(([faceId]) => faceIds.includes(faceId)));
        },
      },
      migrations: { plannedImages: async () => new Set(planned) },
      limiter: {
        reserve: async (...args) => {
          reserved.push(args);
          return { waitMs: 0 };
        },
      },
      wait: async () => {},
      newIdentifier: (prefix) => `${prefix}_1`,
      clock: () => NOON,
    });
  return { collections, users, records, asked, reserved, verify };
}

describe('the verification of a collection', () => {
  it('deletes the faces that stand for nobody', async () => {
    const { collections, records, asked, reserved, verify } = aCollection();
    const kept = collections.add(COLLECTION, 'ann', OLD);
    records.set(kept, { state: 'mapped' });
    const strays = [collections.add(COLLECTION, 'bob', OLD), collections.add(COLLECTION, 'cyd')];
    expect(await verify()).toEqual({ looked: 3, next: undefined });
    expect(collections.allFaceIds()).toEqual([kept]);
    expect(asked).toEqual([[kept, ...strays]]);
    expect(collections.calls).toEqual([`delete ${COLLECTION}`]);
    // none of them was part of a vector
    expect(reserved).toEqual([]);
    expect(collections.effects).toEqual(['deleted 2 migration']);
  });

  it('leaves a face alone whose enrollment may be under way', async () => {
    const { collections, verify } = aCollection();
    const young = collections.add(COLLECTION, 'ann', YOUNG);
    await verify();
    expect(collections.allFaceIds()).toEqual([young]);
    expect(collections.calls).toEqual([]);
  });

  it('deletes a young one that an attempt of the migration has left', async () => {
    const { collections, verify } = aCollection([YOUNG]);
    collections.add(COLLECTION, 'ann', YOUNG);
    await verify();
    expect(collections.allFaceIds()).toEqual([]);
  });

  it('takes it out of the vector that it is part of, first', async () => {
    const { collections, users, reserved, verify } = aCollection();
    const stray = collections.add(COLLECTION, 'eve', OLD);
    await users.create(COLLECTION, 'vector-of-eve');
    await users.associate(COLLECTION, 'vector-of-eve', [stray]);
    await verify();
    expect(collections.allFaceIds()).toEqual([]);
    expect(reserved).toEqual([['UserVectors', TENANT, 1]]);
  });

  it('reads the records of a hundred faces at once, page by page', async () => {
    const { collections, records, asked, verify } = aCollection();
    for (let face = 0; face < 230; face += 1)
      records.set(collections.add(COLLECTION, 'ann', OLD), { state: 'mapped' });
    const { listFaces } = collections;
    collections.listFaces = (id, cursor) => listFaces.call(collections, id, cursor, 210);
    expect(await verify()).toEqual({ looked: 210, next: '210' });
    expect(asked.map(({ length }) => length)).toEqual([100, 100, 10]);
    expect(await verify('210')).toEqual({ looked: 20, next: undefined });
    asked.length = 0;
    collections.listFaces = (id, cursor) => listFaces.call(collections, id, cursor, 100);
    await verify();
    expect(asked.map(({ length }) => length)).toEqual([100]);
  });

  it('has nothing to do where there is nobody', async () => {
    expect(await aCollection().verify()).toEqual({ looked: 0, next: undefined });
  });
});
