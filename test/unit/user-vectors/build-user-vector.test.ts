import { describe, expect, it } from 'vitest';
import { aUserVector as aUser, COLLECTION, VECTOR } from '../../support/lambda/a-user-vector.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';

describe('building the vector of a user', () => {
  it('creates the user, associates the faces, and looks again soon', async () => {
    const user = await aUser(2);
    await user.look();
    expect(user.facesOfUser()).toEqual(['face-1', 'face-2']);
    expect(user.reserved).toEqual([`UserVectors ${TENANT} 2`]);
    expect(user.requests.sent).toEqual([{ message: { ...VECTOR, looks: 1 }, delaySeconds: 2 }]);
    expect(await user.requests.isBuilding(TENANT, COLLECTION)).toBe(true);
  });

  it('deletes the user of whom an erasure has left a mapping', async () => {
    const user = await aUser(2);
    await user.look();
    await user.tombstones.erase(TENANT, VECTOR.user_id, NOON);
    await user.look({ looks: 1 });
    expect(user.users.users.size).toBe(0);
    expect(user.requests.rows.size).toBe(0);
  });

  it('keeps the request until searches find the user by the vector', async () => {
    const user = await aUser();
    await user.look();
    await user.look({ looks: 1 });
    expect(await user.requests.isBuilding(TENANT, COLLECTION)).toBe(true);
    expect(user.requests.sent.at(-1)).toEqual({ message: { ...VECTOR, looks: 2 }, delaySeconds: 4 });
    user.users.publish();
    await user.look({ looks: 2 });
    expect(user.requests.rows.size).toBe(0);
    expect(user.requests.sent).toHaveLength(2);
    expect(user.metrics).toContainEqual({ name: 'UserVectorBuildTime', value: 60_000, dimensions: {} });
  });

  it('does nothing for a request that is settled', async () => {
    const user = await aUser();
    user.requests.rows.clear();
    await user.look();
    expect(user.users.calls).toEqual([]);
  });

  it('keeps a request that was written anew while the vector was looked at', async () => {
    const user = await aUser();
    await user.look();
    user.users.publish();
    const { isActive } = user.users;
    user.users.isActive = async (...args) => {
      await user.requests.put(VECTOR, 'r2');
      return isActive.apply(user.users, args);
    };
    await user.look({ looks: 1 });
    expect(user.requests.rows.size).toBe(1);
  });

  it.each(['FACE_NOT_FOUND', 'ASSOCIATED_TO_A_DIFFERENT_USER', 'LOW_MATCH_CONFIDENCE'] as const)(
    'leaves a face out that fails with %s, and has its collection searched for faces from then on',
    async (reason) => {
      const user = await aUser(2);
      user.users.refusals.set('face-2', reason);
      await user.look();
      user.users.publish();
      await user.look({ looks: 1 });
      expect(user.facesOfUser()).toEqual(['face-1']);
      expect(await user.requests.get(VECTOR)).toMatchObject({ left_out: [{ face_id: 'face-2', reason }] });
      expect(user.metrics).toContainEqual({
        name: 'UserVectorFaceLeftOut',
        value: 1,
        dimensions: { Reason: reason },
      });
      expect(user.requests.sent).toHaveLength(1);
    },
  );

  it('ends where every face is left out, rather than look for ever', async () => {
    const user = await aUser(1);
    user.users.refusals.set('face-1', 'LOW_MATCH_CONFIDENCE');
    await user.look();
    await user.look({ looks: 1 });
    expect(user.users.users.size).toBe(0);
    expect(user.requests.sent).toHaveLength(1);
    expect(await user.requests.isBuilding(TENANT, COLLECTION)).toBe(true);
  });

  it('lets the worst faces beyond a hundred give way, in the collection and in the mapping', async () => {
    const user = await aUser(100);
    const worst = user.addFace({ source: 'bulk' });
    await user.look();
    expect(user.facesOfUser()).toHaveLength(100);
    expect(user.facesOfUser()).not.toContain(worst);
    expect(user.collections.allFaceIds()).not.toContain(worst);
    expect(user.mapped.map(({ face_id }) => face_id)).not.toContain(worst);
    expect(user.collections.effects).toContain('deleted 1 surplus');
  });

  it('takes a face out of the vector before it gives way to a better one', async () => {
    const user = await aUser(99);
    const worst = user.addFace({ source: 'bulk' });
    await user.look();
    expect(user.facesOfUser()).toContain(worst);
    user.addFace();
    await user.look({ looks: 1 });
    expect(user.facesOfUser()).toHaveLength(100);
    expect(user.facesOfUser()).not.toContain(worst);
    const operations = user.users.calls.map((call) => call.split(' ')[0]);
    expect(operations.indexOf('disassociate')).toBeLessThan(operations.lastIndexOf('associate'));
  });

  it('deletes the user whose last face is gone', async () => {
    const user = await aUser();
    await user.look();
    user.mapped.length = 0;
    await user.look({ looks: 1 });
    expect(user.users.users.size).toBe(0);
    expect(user.requests.rows.size).toBe(0);
  });
});

describe('the shared rate of user vectors', () => {
  it('waits a little itself, and leaves long waits to the queue, with the permits that were granted', async () => {
    const user = await aUser();
    user.limiter.waitMs = 800;
    await user.look();
    expect(user.waits).toEqual([800]);
    const late = await aUser();
    late.limiter.waitMs = 9_400;
    await late.look();
    expect(late.facesOfUser()).toEqual([]);
    expect(late.requests.sent).toEqual([{ message: { ...VECTOR, looks: 0, permits: 2 }, delaySeconds: 10 }]);
    await late.look({ permits: 2 });
    expect(late.facesOfUser()).toEqual(['face-1']);
    expect(late.reserved).toEqual([`UserVectors ${TENANT} 2`]);
  });

  it('comes back later where the rate is spoken for', async () => {
    const user = await aUser();
    user.limiter.exhausted = true;
    await user.look();
    expect(user.requests.sent).toEqual([{ message: { ...VECTOR, looks: 0 }, delaySeconds: 15 }]);
  });

  it('reports the limiter of a throttle, and comes back later', async () => {
    const user = await aUser();
    user.users.broken.set(
      'associate',
      Object.assign(new Error('slow down'), { name: 'ThrottlingException' }),
    );
    await user.look();
    expect(user.throttles).toEqual(['UserVectors']);
    expect(user.requests.sent).toEqual([{ message: { ...VECTOR, looks: 1 }, delaySeconds: 15 }]);
  });

  it('comes back after a conflict with another change of the user, and fails with any other error', async () => {
    const user = await aUser();
    user.users.broken.set('create', Object.assign(new Error('busy'), { name: 'ConflictException' }));
    await user.look();
    expect(user.throttles).toEqual([]);
    expect(user.requests.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([5]);
    user.users.broken.set('create', new Error('denied'));
    await expect(user.look()).rejects.toThrow('denied');
  });
});

it.each(['facesOf', 'create', 'associate', 'isActive'])(
  'ends with the right vector when %s fails once, at whatever look',
  async (operation) => {
    const user = await aUser(2);
    user.users.broken.set(operation, new Error('a fault'));
    for (let looks = 0; looks < 4; looks += 1) {
      await user.look({ looks }).catch(() => {});
      user.users.publish();
    }
    expect(user.users.broken.size).toBe(0);
    expect(user.facesOfUser()).toEqual(['face-1', 'face-2']);
    expect(user.requests.rows.size).toBe(0);
  },
);
