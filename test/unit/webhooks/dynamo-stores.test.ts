import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoRows } from '../../../lambda/erasure/adapters/dynamo-rows.ts';
import { createIndexedRowsStore } from '../../../lambda/erasure/adapters/row-stores.ts';
import { NO_TRACES } from '../../../lambda/erasure/domain/erasure.ts';
import type { OutboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import { outboxKey, sessionEventKey, webhookDeliveryKey } from '../../../lambda/platform/dynamo-keys.ts';
import { sessionEventOf } from '../../../lambda/sessions/domain/session-event.ts';
import { createDynamoDeliveryLog } from '../../../lambda/webhooks/adapters/dynamo-delivery-log.ts';
import { createDynamoEndpointStore } from '../../../lambda/webhooks/adapters/dynamo-endpoint-store.ts';
import { createDynamoEventLog } from '../../../lambda/webhooks/adapters/dynamo-event-log.ts';
import { createDynamoPastEvents } from '../../../lambda/webhooks/adapters/dynamo-past-events.ts';
import { afterAttempt, newDelivery } from '../../../lambda/webhooks/domain/delivery.ts';
import { changed } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import type { DeliveryLog } from '../../../lambda/webhooks/ports/delivery-log.ts';
import type { EndpointStore } from '../../../lambda/webhooks/ports/endpoint-store.ts';
import {
  anEndpoint,
  aWebhookEvent,
  InMemoryDeliveries,
  InMemoryEndpoints,
} from '../../support/lambda/a-webhook-desk.ts';
import { aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

let tenant = '';
beforeEach(() => {
  tenant = unique('tenant');
});

describe.each<[string, () => EndpointStore]>([
  ['DynamoDB', () => createDynamoEndpointStore(tables.documents, tables.control)],
  ['memory', () => new InMemoryEndpoints()],
])('the endpoints in %s', (_name, open) => {
  let store: EndpointStore;
  beforeEach(() => {
    store = open();
  });

  it('are those of a tenant, oldest first', async () => {
    for (const id of ['we_2', 'we_1']) await store.create(anEndpoint({ id, tenant }));
    await store.create(anEndpoint({ tenant: `${tenant}-other` }));
    expect((await store.list(tenant)).map(({ id }) => id)).toEqual(['we_1', 'we_2']);
    expect(await store.get(tenant, 'we_1')).toEqual(anEndpoint({ tenant }));
    expect(await store.get(tenant, 'we_3')).toBeUndefined();
    await expect(store.create(anEndpoint({ tenant }))).rejects.toThrow();
  });

  it('are changed by whoever has read them as they are, and are gone once deleted', async () => {
    const endpoint = anEndpoint({ tenant });
    await store.create(endpoint);
    const after = changed(endpoint, { description: 'x' });
    expect(await store.save(after)).toBe(true);
    expect(await store.save(after)).toBe(false);
    expect(await store.get(tenant, 'we_1')).toEqual(after);
    await store.remove(tenant, 'we_1');
    expect(await store.get(tenant, 'we_1')).toBeUndefined();
    expect(await store.save(changed(after, {}))).toBe(false);
  });
});

it('the event of a change is written with it, or not at all', async () => {
  const store = createDynamoEndpointStore(tables.documents, tables.control);
  await store.create(anEndpoint({ tenant }));
  const event: OutboxEvent = {
    type: 'webhook_endpoint.disabled',
    id: 'we_1-2',
    tenant,
    subject: 'we_1',
    occurred_at: NOON.toISOString(),
    details: { reason: 'gone' },
  };
  const after = changed(anEndpoint({ tenant }), {});
  expect(await store.save(changed(after, {}), event)).toBe(false);
  const written = () =>
    tables.documents.send(new GetCommand({ TableName: tables.control, Key: outboxKey(tenant, event.id) }));
  expect((await written()).Item).toBeUndefined();
  expect(await store.save(after, event)).toBe(true);
  expect((await written()).Item).toMatchObject(event);
});

describe.each<[string, () => DeliveryLog]>([
  ['DynamoDB', () => createDynamoDeliveryLog(tables.documents, tables.control)],
  ['memory', () => new InMemoryDeliveries()],
])('the deliveries in %s', (_name, open) => {
  let log: DeliveryLog;
  beforeEach(() => {
    log = open();
  });
  const aDelivery = (minute = 0) =>
    newDelivery(
      aWebhookEvent({ id: `vs_1-${minute}`, data: { tenant } }),
      { endpointId: 'we_1' },
      minutesAfter(minute),
    );
  const made = { at: NOON.toISOString(), duration_ms: 40, status_code: 500 };

  it('begin once', async () => {
    await log.begin(aDelivery());
    const retried = afterAttempt(aDelivery(), made, 'pending', minutesAfter(5));
    expect(await log.record(retried, 0)).toBe(true);
    await log.begin(aDelivery());
    expect(await log.get(tenant, 'we_1', aDelivery().id)).toEqual(retried);
    expect(await log.get(tenant, 'we_2', aDelivery().id)).toBeUndefined();
  });

  it('take each attempt once, and none after the last', async () => {
    await log.begin(aDelivery());
    const first = afterAttempt(aDelivery(), made, 'pending');
    expect(await log.record(first, 0)).toBe(true);
    expect(await log.record(first, 0)).toBe(false);
    const last = afterAttempt(first, made, 'failed');
    expect(await log.record(last, 1)).toBe(true);
    expect(await log.record(afterAttempt(last, made, 'delivered'), 2)).toBe(false);
  });

  it('are listed from the newest on', async () => {
    for (const minute of [1, 3, 2]) await log.begin(aDelivery(minute));
    const ids = async (afterId?: string) =>
      (await log.list(tenant, 'we_1', { limit: 2, afterId })).deliveries.map(({ event_id }) => event_id);
    expect(await ids()).toEqual(['vs_1-3', 'vs_1-2']);
    const { lastId } = await log.list(tenant, 'we_1', { limit: 2 });
    expect(await ids(lastId)).toEqual(['vs_1-1']);
    expect((await log.list(tenant, 'we_2', { limit: 2 })).deliveries).toEqual([]);
  });
});

it('a delivery is deleted after thirty days', async () => {
  const row = newDelivery(aWebhookEvent({ data: { tenant } }), { endpointId: 'we_1' }, NOON);
  await createDynamoDeliveryLog(tables.documents, tables.control).begin(row);
  const Key = webhookDeliveryKey(tenant, 'we_1', row.id);
  const { Item } = await tables.documents.send(new GetCommand({ TableName: tables.control, Key }));
  expect(Item?.expires_at_epoch_seconds).toBe(minutesAfter(30 * 24 * 60).getTime() / 1000);
});

describe('the events that are kept for replays', () => {
  const events = () => createDynamoEventLog(tables.documents, tables.control);
  const keep = (id: string, minute: number) =>
    events().keep(aWebhookEvent({ id, time: minutesAfter(minute).toISOString(), data: { tenant } }));

  /** Ids of all events of a time, page by page. */
  async function eventsOf(from: number, to: number): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await events().page(tenant, { from: minutesAfter(from), to: minutesAfter(to) }, cursor);
      found.push(...page.events.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  it('are read in the order of their times, over days, from the first to just before the last', async () => {
    const day = 24 * 60;
    for (const [id, minute] of [
      ['a', 0],
      ['b', 1],
      ['c', day],
      ['d', 3 * day],
      ['e', 3 * day + 1],
    ] as const)
      await keep(id, minute);
    await keep('a', 0);
    expect(await eventsOf(0, 3 * day + 1)).toEqual(['a', 'b', 'c', 'd']);
    expect(await eventsOf(1, day)).toEqual(['b']);
    expect(await eventsOf(4 * day, 5 * day)).toEqual([]);
  });

  it('are read page by page', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `e${String(index).padStart(3, '0')}`);
    for (const id of ids) await keep(id, 5);
    expect(await eventsOf(5, 6)).toEqual(ids);
  });

  it('are erased with the user whom they are about, unless they are younger', async () => {
    const of = (id: string, minute: number, user_id: string, type = 'enrollment.added') =>
      aWebhookEvent({ id, type, time: minutesAfter(minute).toISOString(), data: { tenant, user_id } });
    await events().keep(of('older', 1, 'ann'));
    await events().keep(of('younger', 3, 'ann'));
    await events().keep(of('removal', 3, 'ann', 'enrollment.removed'));
    await events().keep(of('report', 3, 'ann', 'erasure.completed'));
    await events().keep(of('other', 1, 'bob'));
    const store = createIndexedRowsStore(createDynamoRows(tables.documents, tables.control));
    const subject = { tenant, user_id: 'ann', erased_at: minutesAfter(2) };
    await store.remove(subject, await store.find(subject, NO_TRACES));
    expect(await store.find(subject, NO_TRACES)).toEqual([]);
    expect(await eventsOf(0, 9)).toEqual(['other', 'report', 'younger']);
  });
});

describe('an event that was written', () => {
  const past = () =>
    createDynamoPastEvents(tables.documents, {
      sessions: tables.sessions,
      control: tables.control,
      stage: 'test',
    });

  it('of a session is found by its id', async () => {
    const session = aSession({ tenant, id: 'vs_01kjq9wz5c7n4h2d8e6f3g1j0k', sequence: 2 });
    const event = sessionEventOf(session, 'verification_session.approved', NOON);
    await tables.documents.send(
      new PutCommand({
        TableName: tables.sessions,
        Item: { ...sessionEventKey(tenant, session.id, 2), ...event },
      }),
    );
    expect(await past().find(tenant, `${session.id}-2`)).toMatchObject({
      id: `${session.id}-2`,
      type: 'verification_session.approved',
      data: { tenant, session_id: session.id, sequence: 2 },
    });
    expect(await past().find(tenant, `${session.id}-3`)).toBeUndefined();
    expect(await past().find(`${tenant}-other`, `${session.id}-2`)).toBeUndefined();
  });

  it('outside sessions is found by its id', async () => {
    const event = {
      type: 'webhook_endpoint.disabled',
      id: 'we_1-2',
      tenant,
      subject: 'we_1',
      occurred_at: NOON.toISOString(),
      details: { reason: 'gone' },
    };
    await tables.documents.send(
      new PutCommand({ TableName: tables.control, Item: { ...outboxKey(tenant, event.id), ...event } }),
    );
    expect(await past().find(tenant, 'we_1-2')).toMatchObject({
      id: 'we_1-2',
      data: { tenant, reason: 'gone' },
    });
    expect(await past().find(tenant, 'we_1-3')).toBeUndefined();
  });
});
