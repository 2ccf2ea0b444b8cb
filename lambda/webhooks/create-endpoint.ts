import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import type { CreateWebhookEndpointRequest } from './contract.ts';
import { SECRET_BYTES, secretOf } from './domain/signature.ts';
import { MAX_ENDPOINTS, type SigningSecret, type WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { requireReasons, requireUrl } from './endpoint-rules.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

export interface NewSecretDependencies {
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  /** Returns that many random bytes, fit for secrets. */
  readonly randomSecret: (bytes: number) => Uint8Array;
}

export interface CreateEndpointDependencies extends NewSecretDependencies {
  readonly endpoints: Pick<EndpointStore, 'list' | 'create'>;
  readonly allowedHosts: readonly string[];
}

/** Returns a new secret. */
export const newSecret = ({ clock, newIdentifier, randomSecret }: NewSecretDependencies): SigningSecret => ({
  id: newIdentifier(ID_PREFIXES.webhookSecret),
  value: secretOf(randomSecret(SECRET_BYTES)),
  created_at: clock().toISOString(),
});

/**
 * Creates an endpoint, which receives events from now on.
 * @throws Problem `invalid_request`, `forbidden`, or `invalid_state` if the tenant has as many as it may
 */
export async function createEndpoint(
  caller: Caller,
  { url, description, event_types, with_reasons }: CreateWebhookEndpointRequest,
  dependencies: CreateEndpointDependencies,
): Promise<WebhookEndpoint> {
  const { endpoints, allowedHosts, clock, newIdentifier } = dependencies;
  requireUrl(url, allowedHosts);
  requireReasons(caller, with_reasons);
  if ((await endpoints.list(caller.tenant)).length >= MAX_ENDPOINTS)
    throw new Problem(
      'invalid_state',
      `there are ${MAX_ENDPOINTS} webhook endpoints, the most that are allowed; delete one`,
    );
  const endpoint: WebhookEndpoint = {
    id: newIdentifier(ID_PREFIXES.webhookEndpoint),
    tenant: caller.tenant,
    url,
    ...(description === undefined ? {} : { description }),
    ...(event_types === undefined ? {} : { event_types }),
    with_reasons,
    status: 'enabled',
    secrets: [newSecret(dependencies)],
    created_at: clock().toISOString(),
    created_by: caller.subject,
    revision: 1,
  };
  await endpoints.create(endpoint);
  return endpoint;
}
