import { describe, expect, it } from 'vitest';
import { identifierPattern } from '../../../../lambda/kernel/identifier.ts';
import {
  afterAttempt,
  delivery,
  deliveryId,
  newDelivery,
  wasMade,
} from '../../../../lambda/webhooks/domain/delivery.ts';
import { aWebhookEvent } from '../../../support/lambda/a-webhook-desk.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const cause = { endpointId: 'we_1' };

describe('the id of a delivery', () => {
  it('is the same for the same event, endpoint and replay, and another one otherwise', () => {
    const event = aWebhookEvent();
    const id = deliveryId(event, cause, NOON);
    expect(deliveryId(event, { ...cause }, NOON)).toBe(id);
    const others = [
      deliveryId({ id: 'vs_1-3' }, cause, NOON),
      deliveryId(event, { endpointId: 'we_2' }, NOON),
      deliveryId(event, { ...cause, replayId: 'wr_1' }, NOON),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
    expect(id).toMatch(identifierPattern('wd'));
  });

  it('sorts by the time of the event', () => {
    expect(deliveryId(aWebhookEvent(), cause, NOON) < deliveryId({ id: 'a' }, cause, minutesAfter(1))).toBe(
      true,
    );
  });
});

describe('a delivery', () => {
  const begun = newDelivery(aWebhookEvent(), cause, NOON);
  const made = { at: NOON.toISOString(), duration_ms: 40, status_code: 500 };

  it('begins without attempts, and says of which replay it comes', () => {
    expect(delivery.parse(begun)).toEqual(begun);
    const event = aWebhookEvent();
    expect(begun).toEqual({
      id: deliveryId(event, cause, NOON),
      tenant: event.data.tenant,
      endpoint_id: 'we_1',
      event_id: 'vs_1-2',
      event_type: event.type,
      status: 'pending',
      created_at: NOON.toISOString(),
      attempts: [],
    });
    expect(newDelivery(aWebhookEvent(), { ...cause, replayId: 'wr_1' }, NOON).replay_id).toBe('wr_1');
  });

  it('has its attempts in order, and when the next one is made', () => {
    const retried = afterAttempt(begun, made, 'pending', minutesAfter(5));
    expect(retried).toMatchObject({ attempts: [made], next_attempt_at: minutesAfter(5).toISOString() });
    const ended = afterAttempt(retried, { ...made, status_code: 200 }, 'delivered');
    expect(ended.attempts.map(({ status_code }) => status_code)).toEqual([500, 200]);
    expect(ended).not.toHaveProperty('next_attempt_at');
    expect(wasMade(retried, 1)).toBe(true);
    expect(wasMade(retried, 2)).toBe(false);
    expect(wasMade(ended, 3)).toBe(true);
  });
});
