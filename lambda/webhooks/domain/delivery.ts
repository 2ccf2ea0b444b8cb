import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { createIdentifier, ID_PREFIXES, RANDOM_BYTES } from '../../kernel/identifier.ts';
import { MAX_ATTEMPTS } from './retry-schedule.ts';
import { type WebhookEvent, webhookEvent } from './webhook-event.ts';

/** Why an attempt had no answer of the receiver. */
export const sendError = z.enum([
  'timed_out',
  'name_not_resolved',
  'address_not_allowed',
  'connection_failed',
  'certificate_not_valid',
]);
export type SendError = z.infer<typeof sendError>;

const attempt = z.object({
  at: z.iso.datetime(),
  duration_ms: z.int().check(z.minimum(0)),
  /** Status code of the answer, whose body nobody keeps. */
  status_code: z.optional(z.int()),
  error: z.optional(sendError),
});
export type Attempt = z.infer<typeof attempt>;

/**
 * `pending`: another attempt follows; `failed`: none does; `dropped`: the endpoint was disabled or deleted
 * before an attempt.
 */
export const deliveryStatus = z.enum(['pending', 'delivered', 'failed', 'dropped']);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

/** An event on its way to an endpoint, as the log shows it. */
export const delivery = z.object({
  id: z.string(),
  tenant: z.string(),
  endpoint_id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  /** The replay that it comes of. */
  replay_id: z.optional(z.string()),
  status: deliveryStatus,
  created_at: z.iso.datetime(),
  /** In the order in which they were made. */
  attempts: z.array(attempt).check(z.maxLength(MAX_ATTEMPTS)),
  next_attempt_at: z.optional(z.iso.datetime()),
});
export type Delivery = z.infer<typeof delivery>;

/** A message of the queues: one attempt to deliver an event. */
export const deliveryMessage = z.object({
  tenant: z.string(),
  endpoint_id: z.string(),
  delivery_id: z.string(),
  event: webhookEvent,
  /** Number of the attempt, from 1. */
  attempt: z.int().check(z.minimum(1), z.maximum(MAX_ATTEMPTS)),
  /** Seconds for which the message is hidden when it is first received. */
  hold_seconds: z.int().check(z.minimum(0)),
});
export type DeliveryMessage = z.infer<typeof deliveryMessage>;

/** The cause of a delivery, beside its event. */
export interface Cause {
  readonly endpointId: string;
  readonly replayId?: string | undefined;
}

/**
 * Returns the id of a delivery, the same each time that the same cause is worked off, so that an event that
 * the bus delivers twice is delivered once. It sorts by the time of the event, or of its replay.
 */
export function deliveryId(
  { id }: Pick<WebhookEvent, 'id'>,
  { endpointId, replayId = '' }: Cause,
  at: Date,
): string {
  const digest = createHash('sha256').update(`${endpointId}\n${replayId}\n${id}`).digest();
  return createIdentifier(ID_PREFIXES.webhookDelivery, at, digest.subarray(0, RANDOM_BYTES));
}

/** Returns a delivery before its first attempt. @param at time of the event, or of its replay */
export const newDelivery = (event: WebhookEvent, cause: Cause, at: Date): Delivery => ({
  id: deliveryId(event, cause, at),
  tenant: event.data.tenant,
  endpoint_id: cause.endpointId,
  event_id: event.id,
  event_type: event.type,
  ...(cause.replayId === undefined ? {} : { replay_id: cause.replayId }),
  status: 'pending',
  created_at: at.toISOString(),
  attempts: [],
});

/** Returns a delivery after an attempt. @param nextAttemptAt if another one follows */
export function afterAttempt(
  { next_attempt_at: _before, ...before }: Delivery,
  made: Attempt,
  status: DeliveryStatus,
  nextAttemptAt?: Date,
): Delivery {
  return {
    ...before,
    status,
    attempts: [...before.attempts, made],
    ...(nextAttemptAt ? { next_attempt_at: nextAttemptAt.toISOString() } : {}),
  };
}

/** Whether an attempt was made already: SQS delivers a message at least once. */
export const wasMade = ({ attempts, status }: Delivery, number: number): boolean =>
  status !== 'pending' || attempts.length >= number;
