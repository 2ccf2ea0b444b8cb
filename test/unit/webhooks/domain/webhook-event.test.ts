import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isCarried,
  testEvent,
  WEBHOOK_EVENT_TYPES,
  webhookBody,
  webhookEvent,
  webhookIdOf,
} from '../../../../lambda/webhooks/domain/webhook-event.ts';
import { aWebhookEvent } from '../../../support/lambda/a-webhook-desk.ts';
import { NOON, TENANT } from '../../../support/lambda/builders.ts';

describe('the id of a webhook', () => {
  it('is that of the event, for all that the product makes', () => {
    for (const id of ['vs_01kjq9wz5c7n4h2d8e6f3g1j0k-4', 'evt_1']) expect(webhookIdOf({ id })).toBe(id);
    expect(webhookIdOf({ id: 'case.7-closed' })).toBe('case%2E7-closed');
  });

  it('has no full stop and nothing that a header cannot have, and is the id of one event only', () => {
    const ids = fc.string({ minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        expect(webhookIdOf({ id: one })).toMatch(/^[A-Za-z0-9_!~*'()%-]+$/);
        expect(webhookIdOf({ id: one }) === webhookIdOf({ id: other })).toBe(one === other);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the body of a webhook', () => {
  it('is the CloudEvent without the reasons, unless the receiver may know them', () => {
    const event = aWebhookEvent();
    const { reason_codes, ...known } = event.data;
    expect(JSON.parse(webhookBody(event, false))).toEqual({ ...event, data: known });
    expect(JSON.parse(webhookBody(event, true))).toEqual(event);
    expect(reason_codes).toEqual(['duplicate_face']);
    const without = { ...event, data: known as typeof event.data };
    expect(JSON.parse(webhookBody(without, true))).toEqual(without);
  });

  it('is the same for each attempt', () => {
    expect(webhookBody(aWebhookEvent(), true)).toBe(webhookBody(aWebhookEvent(), true));
  });
});

describe('the types of events', () => {
  it('that endpoints receive are each named once, and a test is none of them', () => {
    expect(new Set(WEBHOOK_EVENT_TYPES).size).toBe(WEBHOOK_EVENT_TYPES.length);
    expect(isCarried('verification_session.approved')).toBe(true);
    expect(isCarried('webhook_endpoint.disabled')).toBe(true);
    expect(isCarried('webhook_endpoint.test')).toBe(false);
    expect(isCarried('other')).toBe(false);
  });
});

it('an event that tries an endpoint is one like any other, and reports nothing', () => {
  const event = testEvent({ tenant: TENANT, endpointId: 'we_1' }, 'evt_1', NOON, 'test');
  expect(webhookEvent.parse(event)).toEqual(event);
  expect(event).toEqual({
    specversion: '1.0',
    id: 'evt_1',
    source: `/face-idv/test/tenants/${TENANT}`,
    type: 'webhook_endpoint.test',
    subject: 'we_1',
    time: NOON.toISOString(),
    datacontenttype: 'application/json',
    stage: 'test',
    data: { tenant: TENANT },
  });
});
