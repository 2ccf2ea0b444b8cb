import { expect, it } from 'vitest';
import { parseQueuedEvent } from '../../../../lambda/webhooks/domain/queued-event.ts';
import { aWebhookEvent } from '../../../support/lambda/a-webhook-desk.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

it('a message is an event of the bus, or a step of a replay, and nothing else', () => {
  const event = aWebhookEvent();
  expect(parseQueuedEvent(JSON.stringify({ id: 'x', 'detail-type': event.type, detail: event }))).toEqual(
    event,
  );
  const time = NOON.toISOString();
  const replay = {
    id: 'wr_1',
    tenant: TENANT,
    endpoint_id: 'we_1',
    requested_at: time,
    from: time,
    to: time,
  };
  expect(parseQueuedEvent(JSON.stringify({ replay }))).toEqual({ replay });
  expect(() => parseQueuedEvent(JSON.stringify({ detail: { ...event, specversion: '2.0' } }))).toThrow();
  expect(() => parseQueuedEvent('{}')).toThrow();
});
