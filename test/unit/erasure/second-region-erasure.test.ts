import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unconfirmed } from '../../../lambda/erasure/domain/erasure.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { deleteUserFace } from '../../../lambda/users/delete-user-face.ts';
import { ANN, SETTLE_MS } from '../../support/lambda/an-erased-user.ts';
import { anErasedUserOfTwoRegions } from '../../support/lambda/an-erased-user-of-two-regions.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const AN_HOUR = 3_600_000;

describe('an erasure of a user with faces in a second region', () => {
  it('leaves nothing in either region, and everything of others', async () => {
    const world = await anErasedUserOfTwoRegions(tables);
    await world.replicate(world.ann.mapping);
    expect(world.replicasOf()).toHaveLength(1);
    const before = await world.leftOf('bob');
    expect(world.replicasOf('bob')).toHaveLength(1);
    world.later(AN_HOUR);
    const completed = await world.finish((await world.request()).id);
    expect(await world.leftOf()).toEqual([]);
    expect((await world.leftOf('bob')).sort()).toEqual(before.sort());
    expect(completed.stores).toMatchObject({
      replicas: { removed: 1, left: 0 },
      enrolled_images: { removed: 1 },
    });
  });

  it('confirms everything but the second region while that is down, and is completed once it answers', async () => {
    const world = await anErasedUserOfTwoRegions(tables);
    await world.replicate(world.ann.mapping);
    world.setDown(true);
    world.later(AN_HOUR);
    const { id } = await world.request();
    const passAndWork = async () => {
      await world.pass(id);
      await world.work();
      world.later(SETTLE_MS);
      return world.run.erasures.get(world.tenant, id);
    };
    await passAndWork();
    await passAndWork();
    const messages = world.sent.length;
    const waiting = await passAndWork();
    if (!waiting) throw new Error('the erasure is gone');
    // the image stays, since by it a face is found whose id is lost
    expect(unconfirmed(waiting)).toEqual(['replicas', 'enrolled_images']);
    expect(waiting).toMatchObject({
      state: 'running',
      stores: { replicas: { left: 1 }, enrolled_images: { problem: 'waits for replicas' } },
    });
    expect(world.sent.length).toBe(messages + 1);
    expect(world.replicasOf()).toHaveLength(1);

    world.setDown(false);
    const completed = await world.finish(id);
    expect(unconfirmed(completed)).toEqual([]);
    expect(completed.stores).toMatchObject({ replicas: { removed: 1 }, enrolled_images: { removed: 1 } });
    expect(await world.leftOf()).toEqual([]);
  });

  it('finds the face of an attempt that was killed before it was recorded', async () => {
    const world = await anErasedUserOfTwoRegions(tables);
    await world.replicateAndDie(world.ann.mapping);
    expect(world.replicasOf()).toHaveLength(1);
    world.later(AN_HOUR);
    await world.finish((await world.request()).id);
    expect(await world.leftOf()).toEqual([]);
  });

  it('finds a face that was unmapped while there was no second region', async () => {
    const world = await anErasedUserOfTwoRegions(tables);
    await world.replicate(world.ann.mapping);
    const { replication: _none, ...ports } = world.ports;
    const removal = createDynamoFaceRemoval(tables.documents, tables, world.clock);
    await deleteUserFace(world, ANN, world.ann.mapping.face_id, { ...ports, removal });
    expect(world.replicasOf()).toHaveLength(1);
    world.later(AN_HOUR);
    await world.finish((await world.request()).id);
    expect(await world.leftOf()).toEqual([]);
  });

  it.each(['replicate', 'replicateAndDie'] as const)(
    'waits for the face of an entry of a watchlist that was made of the user (%s)',
    async (how) => {
      const world = await anErasedUserOfTwoRegions(tables);
      const mapping = await world.addListedEntry();
      await world[how](mapping);
      expect(world.replicasOf()).toHaveLength(1);
      world.setDown(true);
      world.later(AN_HOUR);
      const { id } = await world.request();
      for (let passes = 0; passes < 3; passes += 1) {
        await world.pass(id);
        await world.work();
        world.later(SETTLE_MS);
      }
      const waiting = await world.run.erasures.get(world.tenant, id);
      expect(waiting).toMatchObject({ state: 'running', stores: { watchlist_entries: { left: 0 } } });
      world.setDown(false);
      await world.finish(id);
      expect(await world.leftOf()).toEqual([]);
      expect(await tables.textOf(tables.control)).not.toContain(mapping.entry_id);
      expect(await tables.textOf(tables.faceMapping)).not.toContain(mapping.entry_id);
    },
  );
});
