import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aReplicatedEntry,
  aReplicatedUser,
  type ReplicatedFace,
  type ReplicatedUser,
  SECOND_REGION,
} from '../../support/lambda/a-replicated-user.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { type Fault, failing, faultsIn } from '../../support/lambda/failing-ports.ts';
import { anImageOf, type InMemoryCollections, NOBODY } from '../../support/lambda/in-memory-collections.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

describe('the second region', () => {
  it('follows the mapping, whichever call fails', { timeout: 120_000 }, async () => {
    const work = async (user: ReplicatedFace, fault: Fault | undefined, seen = new Map<string, number>()) => {
      const ports = failing(user.ports, fault, seen);
      await user.map();
      await user.workOn(ports);
      const { faces, mapped, outstanding } = await user.held();
      expect(faces, JSON.stringify(fault)).toHaveLength(1);
      expect(mapped, JSON.stringify(fault)).toEqual(faces);
      expect(outstanding, JSON.stringify(fault)).toBe(false);
      await user.unmap();
      expect((await user.held()).outstanding).toBe(true);
      await user.workOn(ports);
      expect(await user.held(), JSON.stringify(fault)).toEqual({ faces: [], mapped: [], outstanding: false });
    };
    const seen = new Map<string, number>();
    await work(aReplicatedUser(tables), undefined, seen);
    const faults = [...faultsIn(seen), ...faultsIn(new Map([...seen.keys()].map((name) => [name, 1])))];
    expect(faults.length).toBeGreaterThan(30);
    for (const fault of faults) await work(aReplicatedUser(tables), fault);
    // the face of an entry of a watchlist follows by the same steps
    for (const fault of faults) await work(aReplicatedEntry(tables), fault);
  });

  it('is distinguished from the first: its faces are none of the user, as callers see it', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    await user.work();
    const { tenant, user_id } = user.mapping;
    expect(await user.ports.mappings.listOfUser(tenant, user_id)).toEqual([user.mapping]);
    expect(await user.ports.mappings.replicasOfUser(tenant, user_id, SECOND_REGION)).toEqual([
      { ...user.mapping, collection_id: user.replica, face_id: (await user.held()).faces[0] },
    ]);
  });

  it('gets no face of a user who was deleted while it was indexed', async () => {
    for (const answer of ['given', 'lost']) {
      const user = aReplicatedUser(tables);
      await user.map();
      const index: InMemoryCollections['index'] = async (...values) => {
        const indexed = await user.collections.index(...values);
        await user.unmap();
        if (answer === 'lost') throw new Error('the answer was lost');
        return indexed;
      };
      const collections = new Proxy(user.collections, {
        get: (object, name) => {
          const value: unknown = name === 'index' ? index : Reflect.get(object, name, object);
          return typeof value === 'function' ? value.bind(object) : value;
        },
      });
      await user.work({ ...user.ports, collections }).catch(() => {});
      await user.workOn();
      expect(await user.held(), answer).toEqual({ faces: [], mapped: [], outstanding: false });
    }
  });

  it('has one face where a message comes twice at once', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    await Promise.allSettled([user.work(), user.work(), user.work()]);
    await user.workOn();
    const { faces, mapped } = await user.held();
    expect(faces).toHaveLength(1);
    expect(mapped).toEqual(faces);
  });

  it('gives a throttled message back and steps the rate down', async () => {
    const user = aReplicatedUser(tables);
    await user.map();
    user.collections.broken.set(
      user.replica,
      Object.assign(new Error('slow down'), { name: 'ThrottlingException' }),
    );
    await user.work();
    expect(user.throttles).toEqual(['IndexFaces']);
    const { tenant, user_id, collection_id, image_id } = user.mapping;
    expect(user.sent).toEqual([
      { message: { kind: 'user', tenant, user_id, collection_id, image_id }, delaySeconds: 15 },
    ]);
    user.collections.broken.clear();
    expect((await user.held()).outstanding).toBe(true);
  });

  it.each([
    ['image_missing', (user: ReplicatedUser) => user.enrolledImages.images.clear()],
    [
      'face_not_detected',
      (user: ReplicatedUser) => user.enrolledImages.images.set(user.key, anImageOf(NOBODY)),
    ],
  ])(
    'is not complete while it cannot take an image (%s), which it tries again after a day',
    async (reason, spoil) => {
      const user = aReplicatedUser(tables);
      await user.map();
      spoil(user);
      await user.work();
      expect(user.metrics).toContainEqual({
        name: 'ReplicationFailed',
        value: 1,
        dimensions: { Reason: reason },
      });
      expect(await user.held()).toEqual({ faces: [], mapped: [], outstanding: true });
      user.later(60);
      await user.resend();
      expect(user.sent).toEqual([]);
      user.later(24 * 60);
      await user.resend();
      expect(user.sent).toHaveLength(1);
      user.enrolledImages.images.set(user.key, anImageOf('ada'));
      await user.work();
      expect((await user.held()).outstanding).toBe(false);
    },
  );
});
