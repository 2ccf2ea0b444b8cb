import { describe, expect, it } from 'vitest';
import type { UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { userVectorId, userVectorToken } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { createUserVectors, requestBuild } from '../../../lambda/user-vectors/user-vectors.ts';
import { aMapping, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryUsers, InMemoryUserVectorRequests } from '../../support/lambda/in-memory-users.ts';

const OF_USERS = `face-idv.${TENANT}.g1.0`;
const OF_FACES = `face-idv.${TENANT}.g2.0`;
const VECTOR = { tenant: TENANT, user_id: 'user-1', collection_id: OF_USERS };
const ID = userVectorId(TENANT, 'user-1');
const GENERATIONS = {
  default: [aGeneration({ vectors: 'user' }), aGeneration({ generation: 'g2' })],
  tenants: {},
};

/** User-1, whose vector shows some faces. */
async function aUser(faces: number) {
  const collections = new InMemoryCollections();
  const users = new InMemoryUsers(collections);
  const requests = new InMemoryUserVectorRequests(() => NOON);
  const mapped: UserFaceMapping[] = [];
  await users.create(OF_USERS, ID);
  for (let face = 0; face < faces; face += 1) {
    const face_id = collections.add(OF_USERS, 'ann');
    await users.associate(OF_USERS, ID, [face_id]);
    mapped.push(aMapping({ ...VECTOR, face_id }));
  }
  users.calls.length = 0;
  const order: string[] = [];
  const tokens: unknown[] = [];
  const vectors = createUserVectors({
    generations: GENERATIONS,
    users: {
      delete: async (collection, userId, token) => {
        order.push('delete');
        tokens.push(token);
        await users.delete(collection, userId);
      },
      disassociate: async (collection, userId, faceIds, token) => {
        order.push('disassociate');
        tokens.push(token);
        await users.disassociate(collection, userId, faceIds);
      },
    },
    requests: {
      put: async (...args) => {
        order.push('request');
        await requests.put(...args);
      },
    },
    queue: requests.queue,
    limiter: {
      reserve: async (operation, tenant, permits) => {
        order.push(`${operation} ${tenant} ${permits}`);
        return { waitMs: 30 };
      },
      throttled: async () => {},
    },
    wait: async (milliseconds) => {
      order.push(`wait ${milliseconds}`);
    },
    newRevision: () => 'r2',
  });
  const detach = (index = 0, others = mapped) => {
    const mapping = mapped[index];
    if (!mapping) throw new Error('no face');
    return vectors.detach(mapping, others);
  };
  return { users, requests, mapped, order, tokens, vectors, detach };
}

describe('a face that is about to be deleted', () => {
  it('is taken out of the vector at the shared rate, under a request that outlives a crash', async () => {
    const user = await aUser(2);
    await user.detach();
    expect(user.order).toEqual(['request', `UserVectors ${TENANT} 1`, 'wait 30', 'disassociate']);
    expect([...(user.users.users.get(`${OF_USERS} ${ID}`)?.faceIds ?? [])]).toEqual(['face-2']);
    expect(await user.requests.get(VECTOR)).toMatchObject({ ...VECTOR, revision: 'r2' });
  });

  it('takes the user with it where it is the last', async () => {
    const user = await aUser(1);
    // faces of other generations are none of this vector
    await user.detach(0, [...user.mapped, aMapping({ ...VECTOR, collection_id: OF_FACES, face_id: 'copy' })]);
    expect(user.order.at(-1)).toBe('delete');
    expect(user.users.users.size).toBe(0);
  });

  it('has a token that differs between the two, and between two faces', async () => {
    const [one, two] = [await aUser(2), await aUser(1)];
    await one.detach(0);
    await one.detach(1);
    await two.detach(0);
    await one.detach(0);
    expect(one.tokens).toEqual([
      userVectorToken('r2', 'disassociate', ['face-1']),
      userVectorToken('r2', 'disassociate', ['face-2']),
      userVectorToken('r2', 'disassociate', ['face-1']),
    ]);
    expect(two.tokens).toEqual([userVectorToken('r2', 'delete', ['face-1'])]);
  });

  it('has no vector in a generation of faces', async () => {
    const user = await aUser(0);
    const copy = aMapping({ ...VECTOR, collection_id: OF_FACES });
    await user.vectors.detach(copy, [copy]);
    expect(user.order).toEqual([]);
  });
});

describe('a face that was mapped', () => {
  it('has the vector of its user built where the generation has vectors of users', async () => {
    const { requests, vectors, mapped } = await aUser(1);
    for (const mapping of mapped) await vectors.build(mapping);
    expect(requests.sent).toEqual([{ message: { ...VECTOR, looks: 0 }, delaySeconds: 0 }]);
  });

  it('has nothing built in a generation of faces', async () => {
    const { requests } = await aUser(0);
    await requestBuild(GENERATIONS, requests.queue)({ ...VECTOR, collection_id: OF_FACES });
    expect(requests.sent).toEqual([]);
  });
});
