import * as z from 'zod/mini';
import { EVENT_CATALOG, EVENT_TYPES } from '../../events/domain/event-catalog.ts';

/** Types of the events that endpoints can receive. */
export const WEBHOOK_EVENT_TYPES = EVENT_TYPES.filter((type) => EVENT_CATALOG[type].webhook);
export const webhookEventType = z.enum(WEBHOOK_EVENT_TYPES);
export type WebhookEventType = z.infer<typeof webhookEventType>;

/** Type of the event with which an endpoint is tried; it reports nothing. */
export const TEST_EVENT_TYPE = 'webhook_endpoint.test';

/** An event as it was published: a CloudEvent, whose data is of another capability. */
export const webhookEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().check(z.minLength(1)),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  stage: z.string(),
  data: z.looseObject({ tenant: z.string() }),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;

/** Whether endpoints can receive a type of event. */
export const isCarried = (type: string): type is WebhookEventType => webhookEventType.safeParse(type).success;

/**
 * Returns the `webhook-id` of an event, by which receivers recognize a repetition: the same for each
 * attempt and replay. The specification forbids a full stop in it, which ids of users may have.
 */
export const webhookIdOf = (event: Pick<WebhookEvent, 'id'>): string =>
  encodeURIComponent(event.id).replaceAll('.', '%2E');

/**
 * Returns the body of an event, the same for each attempt.
 * @param withReasons whether the receiver may know the reasons of a decision
 */
export function webhookBody({ data, ...attributes }: WebhookEvent, withReasons: boolean): string {
  const { reason_codes, ...rest } = data;
  const known = withReasons && reason_codes !== undefined ? { ...rest, reason_codes } : rest;
  return JSON.stringify({ ...attributes, data: known });
}

/** Returns an event that tries an endpoint. */
export const testEvent = (
  { tenant, endpointId }: { readonly tenant: string; readonly endpointId: string },
  id: string,
  now: Date,
  stage: string,
): WebhookEvent => ({
  specversion: '1.0',
  id,
  source: `/face-idv/${stage}/tenants/${tenant}`,
  type: TEST_EVENT_TYPE,
  subject: endpointId,
  time: now.toISOString(),
  datacontenttype: 'application/json',
  stage,
  data: { tenant },
});
