import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { deliverWebhook } from '../../../lambda/webhooks/deliver-webhook.ts';
import type { DeliveryMessage } from '../../../lambda/webhooks/domain/delivery.ts';
import { MAX_ATTEMPTS } from '../../../lambda/webhooks/domain/retry-schedule.ts';
import type { WebhookEndpoint } from '../../../lambda/webhooks/domain/webhook-endpoint.ts';
import { TEST_EVENT_TYPE } from '../../../lambda/webhooks/domain/webhook-event.ts';
import type { WebhookAnswer } from '../../../lambda/webhooks/ports/webhook-sender.ts';
import { queueDelivery } from '../../../lambda/webhooks/queue-delivery.ts';
import { anEndpoint, aSecret, aWebhookDesk, aWebhookEvent } from '../../support/lambda/a-webhook-desk.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';

/** An event that is queued for an endpoint, whose receiver answers so. */
async function aQueuedDelivery(
  answers: readonly WebhookAnswer[] = [],
  {
    endpoint = anEndpoint(),
    event = aWebhookEvent(),
    replayId,
  }: Partial<{ endpoint: WebhookEndpoint; event: ReturnType<typeof aWebhookEvent>; replayId: string }> = {},
) {
  const desk = aWebhookDesk(endpoint);
  desk.answers.push(...answers);
  const id = await queueDelivery(event, { endpointId: endpoint.id, replayId }, NOON, desk.dependencies);
  const attempt = (number: number, changes: Partial<DeliveryMessage> = {}) =>
    deliverWebhook(
      {
        tenant: 'acme',
        endpoint_id: endpoint.id,
        delivery_id: id,
        event,
        attempt: number,
        hold_seconds: 0,
        ...changes,
      },
      desk.dependencies,
    );
  return {
    ...desk,
    attempt,
    delivery: () => desk.log.deliveries.get(id),
    endpoint: () => desk.store.get('acme', endpoint.id),
  };
}
const failing = { statusCode: 500 };

describe('an attempt that the receiver takes', () => {
  it('is signed as the standard says, and ends the delivery', async () => {
    const it = await aQueuedDelivery();
    await it.attempt(1);
    const [request] = it.requests;
    expect(request?.url).toBe('https://hooks.example.com/face-idv');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=UTF-8',
      'webhook-id': 'vs_1-2',
      'webhook-timestamp': String(NOON.getTime() / 1000),
    });
    const { 'webhook-id': id = '', 'webhook-signature': signature } = request?.headers ?? {};
    expect(new Webhook(aSecret().value).sign(id, NOON, request?.body ?? '')).toBe(signature);
    expect(JSON.parse(request?.body ?? '').data).toEqual({ tenant: 'acme', session_id: 'vs_1' });
    expect(it.delivery()).toMatchObject({
      status: 'delivered',
      attempts: [{ at: NOON.toISOString(), duration_ms: 40, status_code: 200 }],
    });
    expect(it.retried).toEqual([]);
    expect(it.counted('WebhookDelivery')).toEqual(['delivered']);
    expect(it.counted('WebhookAttempts')).toEqual([1]);
    expect(it.counted('WebhookLag')).toEqual([0]);
    expect(it.counted('WebhookAttemptTime')).toEqual([40]);
  });

  it('is signed with both secrets while they are exchanged', async () => {
    const secrets = [aSecret(2), aSecret(1, { expires_at: minutesAfter(1).toISOString() })];
    const it = await aQueuedDelivery([], { endpoint: anEndpoint({ secrets }) });
    await it.attempt(1);
    const { headers = {}, body = '' } = it.requests[0] ?? {};
    expect(headers['webhook-signature']).toBe(
      secrets.map(({ value }) => new Webhook(value).sign('vs_1-2', NOON, body)).join(' '),
    );
  });

  it('holds reasons if the endpoint may know them', async () => {
    const it = await aQueuedDelivery([], { endpoint: anEndpoint({ with_reasons: true }) });
    await it.attempt(1);
    expect(JSON.parse(it.requests[0]?.body ?? '').data.reason_codes).toEqual(['duplicate_face']);
  });

  it.each([200, 201, 202, 204, 299])('is answered by any status of 200 to 299: %s', async (statusCode) => {
    const it = await aQueuedDelivery([{ statusCode }]);
    await it.attempt(1);
    expect(it.delivery()?.status).toBe('delivered');
  });

  it('is not made again, nor is one before it', async () => {
    const it = await aQueuedDelivery();
    await it.attempt(1);
    await it.attempt(1);
    await it.attempt(2);
    expect(it.requests).toHaveLength(1);
  });
});

describe('an attempt that fails', () => {
  it.each<[string, WebhookAnswer]>([
    ['by an error of the receiver', failing],
    ['by a redirect, which is not followed', { statusCode: 307 }],
    ['by a client error', { statusCode: 404 }],
    ['by a receiver that is slow', { error: 'timed_out' }],
    ['by a name with a private address', { error: 'address_not_allowed' }],
  ])('is made again after its delay: %s', async (_name, answer) => {
    const it = await aQueuedDelivery([answer]);
    await it.attempt(1);
    expect(it.retried).toMatchObject([{ delay: 5, message: { attempt: 2, event: { id: 'vs_1-2' } } }]);
    expect(it.retried[0]?.message).not.toHaveProperty('hold_seconds');
    expect(it.delivery()).toMatchObject({
      status: 'pending',
      next_attempt_at: new Date(NOON.getTime() + 5040).toISOString(),
      attempts: ['error' in answer ? { error: answer.error } : { status_code: answer.statusCode }],
    });
    expect(it.counted('WebhookDelivery')).toEqual(['retried']);
  });

  it('keeps its webhook-id, and is signed at the time of each attempt', async () => {
    const it = await aQueuedDelivery([failing]);
    await it.attempt(1);
    it.time.now = minutesAfter(1);
    await it.attempt(2);
    expect(it.requests.map(({ headers }) => headers['webhook-id'])).toEqual(['vs_1-2', 'vs_1-2']);
    expect(it.requests.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual([
      NOON.getTime() / 1000,
      NOON.getTime() / 1000 + 60,
    ]);
    expect(new Set(it.requests.map(({ body }) => body)).size).toBe(1);
    expect(it.counted('WebhookAttempts')).toEqual([2]);
  });

  it('waits for as long as the receiver asks', async () => {
    const it = await aQueuedDelivery([{ statusCode: 503, retryAfterSeconds: 90 }]);
    await it.attempt(1);
    expect(it.retried.map(({ delay }) => delay)).toEqual([90]);
  });

  it('plans one next attempt, if two functions make it at the same time', async () => {
    const it = await aQueuedDelivery([failing, failing]);
    await Promise.all([it.attempt(1), it.attempt(1)]);
    expect(it.delivery()?.attempts).toHaveLength(1);
    // two messages, of which the first to be received is made
    await it.attempt(2);
    await it.attempt(2);
    expect(it.requests).toHaveLength(3);
  });

  it('is made again where its function was killed before it wrote so', async () => {
    const it = await aQueuedDelivery([failing]);
    const { record } = it.log;
    it.log.record = async () => {
      throw new Error('killed');
    };
    await expect(it.attempt(1)).rejects.toThrow('killed');
    it.log.record = record;
    await it.attempt(1);
    expect(it.requests).toHaveLength(2);
    expect(it.delivery()?.status).toBe('delivered');
    await it.attempt(2);
    expect(it.requests).toHaveLength(2);
  });
});

describe('the last attempt that fails', () => {
  async function exhausted() {
    const it = await aQueuedDelivery(Array(MAX_ATTEMPTS).fill(failing));
    for (let number = 1; number <= MAX_ATTEMPTS; number += 1) await it.attempt(number);
    return it;
  }

  it('disables the endpoint, with an event and a metric for the alarm', async () => {
    const it = await exhausted();
    expect(it.retried.map(({ delay }) => delay)).toEqual([5, 300, 1800, 7200, 18_000, 36_000]);
    expect(await it.endpoint()).toMatchObject({ status: 'disabled', disabled: { reason: 'exhausted' } });
    expect(it.store.reported).toMatchObject([
      { type: 'webhook_endpoint.disabled', subject: 'we_1', details: { reason: 'exhausted' } },
    ]);
    expect(it.counted('WebhookEndpointDisabled')).toEqual(['exhausted']);
    expect(it.delivery()).toMatchObject({ status: 'failed' });
    expect(it.delivery()?.attempts).toHaveLength(MAX_ATTEMPTS);
  });

  it('is so at once if the receiver says that it is gone', async () => {
    const it = await aQueuedDelivery([{ statusCode: 410 }]);
    await it.attempt(1);
    expect(await it.endpoint()).toMatchObject({ status: 'disabled', disabled: { reason: 'gone' } });
    expect(it.retried).toEqual([]);
    expect(it.delivery()?.status).toBe('failed');
  });
});

describe('what is on its way to an endpoint', () => {
  it('that is disabled is dropped', async () => {
    const it = await aQueuedDelivery([], { endpoint: anEndpoint({ status: 'disabled' }) });
    await it.attempt(1);
    expect(it.requests).toEqual([]);
    expect(it.delivery()).toMatchObject({ status: 'dropped', attempts: [] });
    expect(it.counted('WebhookDelivery')).toEqual(['dropped']);
  });

  it('that is deleted is dropped', async () => {
    const it = await aQueuedDelivery([failing]);
    await it.attempt(1);
    await it.store.remove('acme', 'we_1');
    await it.attempt(2);
    expect(it.requests).toHaveLength(1);
    expect(it.delivery()).toMatchObject({ status: 'dropped' });
    expect(it.delivery()).not.toHaveProperty('next_attempt_at');
  });

  it('and nobody has written is not sent', async () => {
    const it = await aQueuedDelivery();
    await it.attempt(1, { delivery_id: 'wd_other' });
    expect(it.requests).toEqual([]);
  });
});

describe('a test event', () => {
  const event = aWebhookEvent({ type: TEST_EVENT_TYPE, data: { tenant: 'acme' } });

  it('is sent to a disabled endpoint as well', async () => {
    const it = await aQueuedDelivery([], { event, endpoint: anEndpoint({ status: 'disabled' }) });
    await it.attempt(1);
    expect(it.delivery()?.status).toBe('delivered');
  });

  it('is tried once, and disables nothing', async () => {
    const it = await aQueuedDelivery([{ statusCode: 410 }], { event });
    await it.attempt(1);
    expect(it.retried).toEqual([]);
    expect(it.delivery()?.status).toBe('failed');
    expect((await it.endpoint())?.status).toBe('enabled');
  });
});

it('the age of a replayed event is not measured', async () => {
  const it = await aQueuedDelivery([], { replayId: 'wr_1' });
  await it.attempt(1);
  expect(it.counted('WebhookLag')).toEqual([]);
});
