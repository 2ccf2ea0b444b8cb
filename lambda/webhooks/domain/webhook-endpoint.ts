import * as z from 'zod/mini';
import type { WebhookEvent } from './webhook-event.ts';

/** Endpoints that a tenant may have: each event is matched with all of them. */
export const MAX_ENDPOINTS = 20;
/** Secrets that sign at the same time: the newest, and the one that it replaces. */
const MAX_SECRETS = 2;

/** `exhausted`: the last attempt to deliver an event failed; `gone`: the receiver said so with status 410. */
export const disabledReason = z.enum(['exhausted', 'gone', 'requested']);
export type DisabledReason = z.infer<typeof disabledReason>;

const signingSecret = z.object({
  id: z.string(),
  value: z.string(),
  created_at: z.iso.datetime(),
  /** When it no longer signs; absent for the newest one. */
  expires_at: z.optional(z.iso.datetime()),
});
export type SigningSecret = z.infer<typeof signingSecret>;

/** Where a tenant receives its events. */
export const webhookEndpoint = z.object({
  id: z.string(),
  tenant: z.string(),
  url: z.string(),
  description: z.optional(z.string()),
  /** Types that it receives, which a later release may no longer have; absent for all. */
  event_types: z.optional(z.array(z.string())),
  /** Whether its events hold the reasons of decisions. */
  with_reasons: z.boolean(),
  status: z.enum(['enabled', 'disabled']),
  disabled: z.optional(z.object({ reason: disabledReason, at: z.iso.datetime() })),
  /** Newest first. */
  secrets: z.array(signingSecret).check(z.minLength(1), z.maxLength(MAX_SECRETS)),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  /** Number of its changes, from 1. */
  revision: z.int().check(z.minimum(1)),
});
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

/** Members to change; null removes one. */
export interface EndpointChange {
  readonly url?: string | undefined;
  readonly description?: string | null | undefined;
  readonly event_types?: readonly string[] | null | undefined;
  readonly with_reasons?: boolean | undefined;
}

/** Whether an endpoint receives an event now. */
export const receives = ({ status, event_types }: WebhookEndpoint, { type }: WebhookEvent): boolean =>
  status === 'enabled' && (event_types === undefined || event_types.includes(type));

const next = (endpoint: WebhookEndpoint): WebhookEndpoint => ({
  ...endpoint,
  revision: endpoint.revision + 1,
});

/** Returns an endpoint with some members changed. */
export function changed(endpoint: WebhookEndpoint, change: EndpointChange): WebhookEndpoint {
  const { description, event_types, ...rest } = next(endpoint);
  const newDescription = change.description === undefined ? description : change.description;
  const types = change.event_types === undefined ? event_types : change.event_types;
  return {
    ...rest,
    url: change.url ?? rest.url,
    with_reasons: change.with_reasons ?? rest.with_reasons,
    ...(newDescription === null || newDescription === undefined ? {} : { description: newDescription }),
    ...(types === null || types === undefined ? {} : { event_types: [...types] }),
  };
}

/** Returns an endpoint that receives nothing until it is enabled again. */
export const disabled = (endpoint: WebhookEndpoint, reason: DisabledReason, now: Date): WebhookEndpoint => ({
  ...next(endpoint),
  status: 'disabled',
  disabled: { reason, at: now.toISOString() },
});

/** Returns an endpoint that receives events again. */
export function enabled(endpoint: WebhookEndpoint): WebhookEndpoint {
  const { disabled: _disabled, ...rest } = next(endpoint);
  return { ...rest, status: 'enabled' };
}

/** Secrets that sign at a time: the newest one, and another until it has expired. */
export const secretsAt = ({ secrets }: WebhookEndpoint, now: Date): readonly SigningSecret[] =>
  secrets.filter(({ expires_at }) => expires_at === undefined || Date.parse(expires_at) > now.getTime());

/**
 * Returns an endpoint that signs with a new secret, and for some time with the one before it as well.
 * @param keepUntil when the one before it no longer signs; those before that one end at once
 */
export function withSecret(
  endpoint: WebhookEndpoint,
  secret: SigningSecret,
  keepUntil: Date,
): WebhookEndpoint {
  const [newest] = endpoint.secrets;
  const kept = newest && Date.parse(secret.created_at) < keepUntil.getTime() ? [newest] : [];
  return {
    ...next(endpoint),
    secrets: [secret, ...kept.map((one) => ({ ...one, expires_at: keepUntil.toISOString() }))],
  };
}
