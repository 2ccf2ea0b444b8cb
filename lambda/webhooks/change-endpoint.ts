import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ChangeWebhookEndpointRequest } from './contract.ts';
import { changed, disabled, enabled, type WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { changeStored } from './endpoint-access.ts';
import { requireReasons, requireUrl } from './endpoint-rules.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

export interface ChangeEndpointDependencies {
  readonly endpoints: Pick<EndpointStore, 'get' | 'save'>;
  readonly allowedHosts: readonly string[];
  readonly clock: Clock;
}

/**
 * Changes an endpoint, and enables or disables it. A backend without the scope `reports` cannot have events
 * of an endpoint that holds reasons sent elsewhere.
 * @throws Problem `not_found`, `invalid_request`, `forbidden`
 */
export async function changeEndpoint(
  caller: Caller,
  id: string,
  { status, ...change }: ChangeWebhookEndpointRequest,
  { endpoints, allowedHosts, clock }: ChangeEndpointDependencies,
): Promise<WebhookEndpoint> {
  if (change.url !== undefined) requireUrl(change.url, allowedHosts);
  return changeStored(endpoints, caller.tenant, id, (endpoint) => {
    const after = changed(endpoint, change);
    if (change.url !== undefined || change.with_reasons !== undefined)
      requireReasons(caller, after.with_reasons);
    // each change is one revision
    const { revision } = after;
    if (status === undefined || status === endpoint.status) return after;
    return { ...(status === 'enabled' ? enabled(after) : disabled(after, 'requested', clock())), revision };
  });
}
