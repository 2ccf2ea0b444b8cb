import type { WebhookEndpointView } from './contract.ts';
import { secretsAt, type WebhookEndpoint } from './domain/webhook-endpoint.ts';

/** Returns an endpoint without its secrets. */
export function toEndpointView(endpoint: WebhookEndpoint, now: Date): WebhookEndpointView {
  const { id, url, description, event_types, with_reasons, status, disabled, created_at } = endpoint;
  return {
    ...{ id, url, with_reasons, status, created_at },
    ...(description === undefined ? {} : { description }),
    ...(event_types === undefined ? {} : { event_types }),
    ...(disabled ? { disabled_reason: disabled.reason, disabled_at: disabled.at } : {}),
    secrets: secretsAt(endpoint, now).map(({ value: _value, ...secret }) => secret),
  };
}
