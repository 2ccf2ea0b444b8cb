import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { disableEndpoint } from './disable-endpoint.ts';
import {
  type Attempt,
  afterAttempt,
  type Delivery,
  type DeliveryMessage,
  wasMade,
} from './domain/delivery.ts';
import { retryDelaySeconds } from './domain/retry-schedule.ts';
import { signedHeaders } from './domain/signature.ts';
import { secretsAt, type WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { TEST_EVENT_TYPE, webhookBody, webhookIdOf } from './domain/webhook-event.ts';
import type { DeliveryLog } from './ports/delivery-log.ts';
import type { RetryQueue } from './ports/delivery-queue.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';
import type { WebhookAnswer, WebhookSender } from './ports/webhook-sender.ts';

export interface DeliverWebhookDependencies {
  readonly endpoints: Pick<EndpointStore, 'get' | 'save'>;
  readonly log: Pick<DeliveryLog, 'get' | 'record'>;
  readonly sender: WebhookSender;
  readonly retries: Pick<RetryQueue, 'retry'>;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  readonly emit: EmitMetric;
}

/** CloudEvents in an HTTP body (HTTP Protocol Binding 1.0, "Structured content mode"). */
const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';
const USER_AGENT = 'face-idv-webhooks/1';
/** The receiver wants no more events: Standard Webhooks asks to disable its endpoint. */
const GONE = 410;

/**
 * Makes one attempt to deliver an event, and plans the next one if it fails. An attempt that was made
 * already is not made again, unless its function was killed before it could write so: receivers recognize a
 * repetition by its `webhook-id`.
 */
export async function deliverWebhook(
  message: DeliveryMessage,
  dependencies: DeliverWebhookDependencies,
): Promise<void> {
  const { endpoints, log, emit } = dependencies;
  const { tenant, endpoint_id, delivery_id } = message;
  const delivery = await log.get(tenant, endpoint_id, delivery_id);
  if (!delivery || wasMade(delivery, message.attempt)) return;
  const endpoint = await endpoints.get(tenant, endpoint_id);
  if (!endpoint || !takes(endpoint, message)) {
    const { next_attempt_at: _none, ...rest } = delivery;
    await log.record({ ...rest, status: 'dropped' }, delivery.attempts.length);
    emit('WebhookDelivery', 1, { Result: 'dropped' });
    return;
  }
  const { made, answer } = await attempt(endpoint, message, dependencies);
  // a replay is late on purpose
  if (message.attempt === 1 && delivery.replay_id === undefined)
    emit('WebhookLag', Math.max(0, Date.parse(made.at) - Date.parse(message.event.time)), {});
  if (isDelivered(answer)) await recordSuccess(delivery, made, message, dependencies);
  else await recordFailure(endpoint, delivery, made, answer, message, dependencies);
}

/** A disabled endpoint can be tried before it is enabled again. */
const takes = ({ status }: WebhookEndpoint, message: DeliveryMessage): boolean =>
  status === 'enabled' || isTest(message);

const isTest = ({ event }: DeliveryMessage): boolean => event.type === TEST_EVENT_TYPE;

const isDelivered = (answer: WebhookAnswer): boolean =>
  'statusCode' in answer && answer.statusCode >= 200 && answer.statusCode < 300;

async function attempt(
  endpoint: WebhookEndpoint,
  { event }: DeliveryMessage,
  { sender, clock, emit }: DeliverWebhookDependencies,
): Promise<{ readonly made: Attempt; readonly answer: WebhookAnswer }> {
  const begun = clock();
  const body = webhookBody(event, endpoint.with_reasons);
  const secrets = secretsAt(endpoint, begun).map(({ value }) => value);
  const answer = await sender.send({
    url: endpoint.url,
    headers: {
      'content-type': CONTENT_TYPE,
      'user-agent': USER_AGENT,
      ...signedHeaders({ id: webhookIdOf(event), timestamp: begun, body }, secrets),
    },
    body,
  });
  const duration_ms = Math.max(0, clock().getTime() - begun.getTime());
  emit('WebhookAttemptTime', duration_ms, {});
  const result = 'error' in answer ? { error: answer.error } : { status_code: answer.statusCode };
  return { answer, made: { at: begun.toISOString(), duration_ms, ...result } };
}

async function recordSuccess(
  delivery: Delivery,
  made: Attempt,
  { attempt: number }: DeliveryMessage,
  { log, emit }: DeliverWebhookDependencies,
): Promise<void> {
  await log.record(afterAttempt(delivery, made, 'delivered'), delivery.attempts.length);
  emit('WebhookDelivery', 1, { Result: 'delivered' });
  emit('WebhookAttempts', number, {});
}

async function recordFailure(
  endpoint: WebhookEndpoint,
  delivery: Delivery,
  made: Attempt,
  answer: WebhookAnswer,
  message: DeliveryMessage,
  dependencies: DeliverWebhookDependencies,
): Promise<void> {
  const { log, retries, clock, random, emit } = dependencies;
  const isGone = made.status_code === GONE;
  const asked = 'statusCode' in answer ? answer.retryAfterSeconds : undefined;
  const delay = isGone || isTest(message) ? undefined : retryDelaySeconds(message.attempt, random(), asked);
  if (delay === undefined) {
    // before the delivery is closed: a function that is killed in between does both again
    if (!isTest(message)) await disableEndpoint(endpoint, isGone ? 'gone' : 'exhausted', dependencies);
    await log.record(afterAttempt(delivery, made, 'failed'), delivery.attempts.length);
    emit('WebhookDelivery', 1, { Result: 'failed' });
    return;
  }
  // likewise: an attempt that is planned twice is made once
  const { hold_seconds: _held, ...planned } = message;
  await retries.retry({ ...planned, attempt: message.attempt + 1 }, delay);
  const nextAttemptAt = new Date(clock().getTime() + delay * 1000);
  await log.record(afterAttempt(delivery, made, 'pending', nextAttemptAt), delivery.attempts.length);
  emit('WebhookDelivery', 1, { Result: 'retried' });
}
