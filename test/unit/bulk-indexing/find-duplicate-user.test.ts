import { describe, expect, it } from 'vitest';
import { findDuplicateUser } from '../../../lambda/bulk-indexing/find-duplicate-user.ts';
import { aBulkWorld } from '../../support/lambda/a-bulk-world.ts';
import { TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, NOBODY } from '../../support/lambda/in-memory-collections.ts';

/** Faces of Ann in the shards of the active generation, each with what is written of it. */
function found(...records: ({ user_id?: string; state: 'pending' | 'mapped' | 'revoked' } | undefined)[]) {
  const { collections, enrollments, pairs, dependencies } = aBulkWorld();
  for (const [shard, record] of records.entries()) {
    const face = collections.add(`face-idv.acme.g1.${shard}`, 'ann');
    if (record) enrollments.faces.set(face, record);
  }
  return {
    collections,
    pairs,
    find: (image = anImageOf('ann')) => findDuplicateUser(image, TENANT, 'user-1', dependencies),
  };
}

describe('another user with the face of an image', () => {
  it('is one who is enrolled, in any shard', async () => {
    const { collections, find } = found(undefined, undefined, { user_id: 'bob', state: 'mapped' });
    expect(await find()).toEqual({ userId: 'bob', calls: { SearchFacesByImage: 4 } });
    expect(collections.calls).toEqual([0, 1, 2, 3].map((shard) => `search face-idv.acme.g1.${shard}`));
  });

  it.each([
    ['the user of the row', { user_id: 'user-1', state: 'mapped' }],
    ['one who is only being enrolled', { user_id: 'bob', state: 'pending' }],
    ['one who was ruled out', { user_id: 'bob', state: 'revoked' }],
    ['a face that nobody knows', undefined],
    ['a face without a user', { state: 'mapped' }],
  ] as const)('is not %s', async (_whom, record) => {
    expect(await found(record).find()).toEqual({ calls: { SearchFacesByImage: 4 } });
  });

  it('is the most similar one', async () => {
    const { collections, find } = found(
      { user_id: 'bob', state: 'mapped' },
      { user_id: 'cyd', state: 'mapped' },
    );
    const { search } = collections;
    collections.search = async (id, ...args) => {
      const answer = await search.call(collections, id, ...args);
      const similarity = id.endsWith('.1') ? 100 : 99.5;
      return answer && { ...answer, faces: answer.faces.map((face) => ({ ...face, similarity })) };
    };
    expect(await find()).toMatchObject({ userId: 'cyd' });
  });

  it('is no allowed twin, who may be the most similar', async () => {
    const { pairs, find } = found({ user_id: 'twin', state: 'mapped' }, { user_id: 'cyd', state: 'mapped' });
    pairs.allow('user-1', 'twin');
    expect(await find()).toMatchObject({ userId: 'cyd' });
    pairs.allow('user-1', 'cyd');
    expect(await find()).not.toHaveProperty('userId');
  });

  it('is nobody where the image shows nobody', async () => {
    const { find } = found({ user_id: 'bob', state: 'mapped' });
    expect(await find(anImageOf(NOBODY))).not.toHaveProperty('userId');
  });

  it('is never said not to be there where a shard did not answer', async () => {
    const { collections, find } = found();
    collections.broken.set('face-idv.acme.g1.3', new Error('denied'));
    await expect(find()).rejects.toMatchObject({ name: 'SearchRefused' });
  });
});
