import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unconfirmed } from '../../../lambda/erasure/domain/erasure.ts';
import { STORE_NAMES } from '../../../lambda/erasure/domain/stores.ts';
import { openSessionsKey } from '../../../lambda/platform/dynamo-keys.ts';
import { ANN, anErasedUser, SETTLE_MS } from '../../support/lambda/an-erased-user.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

const AN_HOUR = 3_600_000;

describe('the erasure of a user', () => {
  it('leaves nothing of the user in any store, and everything of others', async () => {
    const world = await anErasedUser(tables);
    const before = await world.leftOf('bob');
    world.later(AN_HOUR);
    const { id } = await world.request();
    const completed = await world.finish(id);
    expect(await world.leftOf()).toEqual([]);
    expect((await world.leftOf('bob')).sort()).toEqual(before.sort());
    expect(unconfirmed(completed)).toEqual([]);
    expect(completed).not.toHaveProperty('user_id');
    expect(completed.receipt).toContain(`"removed":{"open_sessions":0`);
    expect(world.metrics.map(({ name }) => name)).toContain('ErasureDuration');
  });

  it('is not completed before everything that may still write has ended', async () => {
    const world = await anErasedUser(tables);
    world.later(AN_HOUR);
    const { id } = await world.request();
    await world.pass(id);
    await world.pass(id);
    expect(await world.run.erasures.get(world.tenant, id)).toMatchObject({ state: 'running' });
    world.later(SETTLE_MS);
    await world.pass(id);
    expect(await world.run.erasures.get(world.tenant, id)).toMatchObject({ state: 'completed' });
  });

  it.each(['requires_input', 'processing', 'in_review'] as const)(
    'cancels a session that is %s, with the face that it has indexed',
    async (status) => {
      const world = await anErasedUser(tables);
      const session = await world.addSession(ANN, { status });
      await world.drop(`${world.tenant}#user#${ANN}`, 'enrollment');
      await world.drop(`${world.tenant}#image#${ANN.padEnd(64, '0')}`, 'enrollment');
      await world.addClaim(session);
      world.later(AN_HOUR);
      const { id } = await world.request();
      await world.finish(id);
      expect(await world.leftOf()).toEqual([]);
    },
  );

  it('leaves a registration that began later, with a consent of its own', async () => {
    const world = await anErasedUser(tables);
    world.later(AN_HOUR);
    const { id } = await world.request();
    await world.pass(id);
    const { session, mapping } = await world.enroll(ANN, minutesAfter(61));
    await world.finish(id);
    expect(await world.ports.sessions.get(world.tenant, session.id)).toBeDefined();
    expect(await world.ports.mappings.listOfUser(world.tenant, ANN)).toEqual([mapping]);
    expect(await world.ports.enrollments.get(world.tenant, ANN)).toMatchObject({ state: 'enrolled' });
    expect(world.collections.allFaceIds()).toContain(mapping.face_id);
    expect(world.images.images.has(`${world.tenant}/${session.id}/document/doc`)).toBe(true);
  });

  it('erases answers that may be repeated, found by the user or a session, and none that came later', async () => {
    const world = await anErasedUser(tables);
    const session = await world.addSession(ANN, { status: 'requires_input' });
    const pk = `${world.tenant}#idempotency#${session.id}`;
    const anAnswer = (sk: string, owner: string, recordedAt: Date) => ({
      ...{ pk, sk, by_user_pk: `${world.tenant}#${owner}`, recorded_at: recordedAt.toISOString() },
    });
    for (const answer of [
      anAnswer('of-user', ANN, NOON),
      anAnswer('of-session', session.id, NOON),
      anAnswer('later', ANN, minutesAfter(120)),
    ])
      await tables.documents.send(new PutCommand({ TableName: tables.control, Item: answer }));
    world.later(AN_HOUR);
    await world.finish((await world.request()).id);
    const { Items = [] } = await tables.documents.send(
      new QueryCommand({
        TableName: tables.control,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      }),
    );
    expect(Items.map(({ sk }) => sk)).toEqual(['later']);
  });

  it('erases entries of watchlists that were made of the user, but for those on legal hold', async () => {
    const world = await anErasedUser(tables);
    await world.addEntry();
    await world.addEntry({ legal_hold: { reason: 'court order' } });
    world.later(AN_HOUR);
    const completed = await world.finish((await world.request()).id);
    const { entries } = await world.entries.list(world.tenant, 'fraud', 10);
    expect(entries.map(({ legal_hold }) => legal_hold?.reason)).toEqual(['court order']);
    expect(completed.held).toEqual([{ list_id: 'fraud', entry_id: entries[0]?.id }]);
    expect(completed.receipt).toContain('"held_entries":1');
  });

  it('finds what was written after its first pass by what the first pass has noted', async () => {
    const world = await anErasedUser(tables);
    world.later(AN_HOUR);
    const { id } = await world.request();
    await world.pass(id);
    await world.enrolledImages.writeJpeg(`${world.tenant}/${world.ann.mapping.image_id}.jpg`, anImageOf(ANN));
    world.images.images.set(`${world.tenant}/${world.ann.session.id}/judged/1.jpg`, anImageOf(ANN));
    await world.finish(id);
    expect(await world.leftOf()).toEqual([]);
  });

  it('lists the store that does not answer, erases the others, and is made again', async () => {
    const world = await anErasedUser(tables);
    world.later(AN_HOUR);
    const { id } = await world.request();
    const down = Object.assign(new Error('no answer'), { name: 'ServiceUnavailable' });
    world.collections.broken.set(world.ann.mapping.collection_id, down);
    await world.pass(id);
    const found = await world.run.erasures.get(world.tenant, id);
    expect(found?.stores.faces).toMatchObject({ problem: 'ServiceUnavailable' });
    expect(found?.stores.enrolled_images?.problem).toBe('waits for faces');
    expect(found?.stores.evidence).toMatchObject({ left: 0 });
    expect(world.metrics).toContainEqual({
      name: 'ErasureStoreFailed',
      value: 1,
      dimensions: { Store: 'faces' },
    });
    world.collections.broken.clear();
    await world.finish(id);
    expect(await world.leftOf()).toEqual([]);
  });

  it('takes sessions off the lists of open ones whose own rows an earlier pass has removed', async () => {
    const world = await anErasedUser(tables);
    const { id: sessionId } = await world.addSession(ANN, { status: 'canceled', device_id: 'phone' });
    const { id } = await world.request();
    await world.pass(id);
    const listed = (...ids: string[]) => ({
      revision: 1,
      sessions: ids.map((one) => ({ id: one, expires_at: minutesAfter(60).toISOString() })),
    });
    const keyOf = (kind: string, opener: string) => openSessionsKey(world.tenant, { kind, id: opener });
    const ofDevice = keyOf('device', 'phone');
    await world.put(tables.sessions, { ...keyOf('user', ANN), ...listed(sessionId) });
    await world.put(tables.sessions, { ...ofDevice, ...listed(sessionId, 'vs_of_bob') });
    await world.finish(id);
    expect(await world.leftOf()).toEqual([]);
    const { Item } = await tables.documents.send(
      new GetCommand({ TableName: tables.sessions, Key: ofDevice }),
    );
    expect(Item).toMatchObject({ ...listed('vs_of_bob'), revision: 2 });
  });

  it('does nothing for an erasure that is completed or unknown', async () => {
    const world = await anErasedUser(tables);
    const { id } = await world.request();
    await world.finish(id);
    const before = await world.run.erasures.get(world.tenant, id);
    await world.pass(id);
    await world.pass('era_unknown');
    expect(await world.run.erasures.get(world.tenant, id)).toEqual(before);
  });

  it('knows every store', async () => {
    const world = await anErasedUser(tables);
    const { id } = await world.request({ erased_at: NOON });
    const { stores } = await world.finish(id);
    expect(Object.keys(stores).sort()).toEqual([...STORE_NAMES].sort());
  });
});
