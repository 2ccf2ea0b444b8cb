import * as z from 'zod/mini';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { delivery } from './domain/delivery.ts';
import { MAX_URL_LENGTH } from './domain/endpoint-url.ts';
import { RETENTION_DAYS } from './domain/replay.ts';
import { type DisabledReason, disabledReason, webhookEndpoint } from './domain/webhook-endpoint.ts';
import { WEBHOOK_EVENT_TYPES, webhookEventType } from './domain/webhook-event.ts';

/** Separates hosts in the environment of the functions. */
export const HOSTS_SEPARATOR = ',';
export const parseAllowedHosts = (value: string): readonly string[] =>
  value.split(HOSTS_SEPARATOR).filter((host) => host !== '');

/** Reasons for which an endpoint is disabled without anybody asking for it. */
export const DISABLED_REASONS = ['exhausted', 'gone'] as const satisfies readonly DisabledReason[];

const MAX_DESCRIPTION = 200;
const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 168;

const url = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(MAX_URL_LENGTH),
    z.describe('Where events are posted: https, on the public internet, without a user name or fragment.'),
  );
const description = z.string().check(z.minLength(1), z.maxLength(MAX_DESCRIPTION));
const eventTypes = z.array(webhookEventType).check(
  z.minLength(1),
  z.maxLength(WEBHOOK_EVENT_TYPES.length),
  z.refine((types) => new Set(types).size === types.length, { error: 'name each type once' }),
);
const withReasons = z
  .boolean()
  .check(
    z.describe(
      'Whether events hold the reasons of decisions, which show a fraudster what to change. Only operators, and backends with the scope `reports`, may ask for them.',
    ),
  );

export const createWebhookEndpointRequest = z
  .strictObject({
    url,
    description: z.optional(description),
    event_types: z
      .optional(eventTypes)
      .check(z.describe('Types that it receives; by default all, and those to come.')),
    with_reasons: z._default(withReasons, false),
  })
  .register(z.globalRegistry, { id: 'CreateWebhookEndpoint' });
export type CreateWebhookEndpointRequest = z.infer<typeof createWebhookEndpointRequest>;

export const changeWebhookEndpointRequest = z
  .strictObject({
    url: z.optional(url),
    description: z.optional(z.nullable(description)),
    event_types: z.optional(z.nullable(eventTypes)).check(z.describe('`null` for all types.')),
    with_reasons: z.optional(withReasons),
    status: z
      .optional(webhookEndpoint.shape.status)
      .check(z.describe('`enabled` sends events again, from now on; replay those that were missed.')),
  })
  .check(
    z.refine((change) => Object.values(change).some((value) => value !== undefined), {
      error: 'name at least one member to change',
    }),
  )
  .register(z.globalRegistry, { id: 'ChangeWebhookEndpoint' });
export type ChangeWebhookEndpointRequest = z.infer<typeof changeWebhookEndpointRequest>;

const secretView = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z
    .optional(z.iso.datetime())
    .check(z.describe('When it no longer signs; absent for the newest secret.')),
});

export const webhookEndpointView = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.optional(z.string()),
    event_types: z.optional(z.array(z.string())).check(z.describe('Absent if it receives all types.')),
    with_reasons: withReasons,
    status: webhookEndpoint.shape.status,
    disabled_reason: z
      .optional(disabledReason)
      .check(
        z.describe(
          '`exhausted`: the last attempt to deliver an event failed; `gone`: the receiver answered 410; `requested`: by a call.',
        ),
      ),
    disabled_at: z.optional(z.iso.datetime()),
    secrets: z
      .array(secretView)
      .check(z.describe('Secrets that sign its events, the newest first; two while they are exchanged.')),
    created_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'WebhookEndpoint' });
export type WebhookEndpointView = z.infer<typeof webhookEndpointView>;

export const webhookEndpointWithSecret = z
  .extend(webhookEndpointView, {
    secret: z.string().check(z.describe('The newest secret, which is shown this once: `whsec_` and Base64.')),
  })
  .register(z.globalRegistry, { id: 'WebhookEndpointWithSecret' });
export type WebhookEndpointWithSecret = z.infer<typeof webhookEndpointWithSecret>;

export const webhookEndpointList = z
  .object({ data: z.array(webhookEndpointView) })
  .register(z.globalRegistry, { id: 'WebhookEndpointList' });

export const rotateWebhookSecretRequest = z
  .strictObject({
    overlap_hours: z
      ._default(z.int().check(z.minimum(0), z.maximum(MAX_OVERLAP_HOURS)), DEFAULT_OVERLAP_HOURS)
      .check(z.describe('Hours for which the secret before it signs as well; 0 for one that has leaked.')),
  })
  .register(z.globalRegistry, { id: 'RotateWebhookSecret' });
export type RotateWebhookSecretRequest = z.infer<typeof rotateWebhookSecretRequest>;

export const queuedDelivery = z
  .object({ id: z.string().check(z.describe('Id of the delivery, which the list of deliveries has.')) })
  .register(z.globalRegistry, { id: 'QueuedWebhookDelivery' });

export const listWebhookDeliveriesQuery = z.strictObject(pageQuery(ID_PREFIXES.webhookDelivery));
export type ListWebhookDeliveriesQuery = z.infer<typeof listWebhookDeliveriesQuery>;

export const webhookDeliveryView = z
  .omit(delivery, { tenant: true, endpoint_id: true })
  .register(z.globalRegistry, { id: 'WebhookDelivery' });

export const webhookDeliveryPage = z
  .object({ data: z.array(webhookDeliveryView), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'WebhookDeliveryPage' });

export const replayWebhookEventsRequest = z
  .strictObject({
    event_id: z
      .optional(z.string().check(z.minLength(1), z.maxLength(MAX_DESCRIPTION)))
      .check(z.describe('The one event to send again.')),
    from: z
      .optional(z.iso.datetime())
      .check(z.describe(`Time of the first event to send again, at most ${RETENTION_DAYS} days ago.`)),
    to: z
      .optional(z.iso.datetime())
      .check(z.describe('End of the time, which is not part of it; by default now.')),
  })
  .check(
    z.refine(
      ({ event_id, from, to }) =>
        event_id === undefined ? from !== undefined : from === undefined && to === undefined,
      {
        error: 'name either event_id, or from with or without to',
      },
    ),
  )
  .register(z.globalRegistry, { id: 'ReplayWebhookEvents' });
export type ReplayWebhookEventsRequest = z.infer<typeof replayWebhookEventsRequest>;

export const webhookReplay = z
  .object({ id: z.string().check(z.describe('`replay_id` of the deliveries that come of it.')) })
  .register(z.globalRegistry, { id: 'WebhookReplay' });
