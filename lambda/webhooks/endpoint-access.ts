import { Problem } from '../kernel/problem.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

/** @throws Problem `not_found` if the tenant has no such endpoint */
export async function requireEndpoint(
  endpoints: Pick<EndpointStore, 'get'>,
  tenant: string,
  id: string,
): Promise<WebhookEndpoint> {
  const endpoint = await endpoints.get(tenant, id);
  if (endpoint) return endpoint;
  throw new Problem('not_found', `webhook endpoint ${id} does not exist`);
}

/** Each time somebody else's change came first. */
const MAX_TRIES = 5;

/**
 * Changes an endpoint, from its newest state again where another change came first.
 * @throws Problem `not_found`; `upstream_throttled` if others change it all the time
 */
export async function changeStored(
  endpoints: Pick<EndpointStore, 'get' | 'save'>,
  tenant: string,
  id: string,
  change: (endpoint: WebhookEndpoint) => WebhookEndpoint,
): Promise<WebhookEndpoint> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const after = change(await requireEndpoint(endpoints, tenant, id));
    if (await endpoints.save(after)) return after;
  }
  throw new Problem(
    'upstream_throttled',
    `webhook endpoint ${id} is being changed by others; repeat the request`,
    {
      retry_after_seconds: 1,
    },
  );
}
