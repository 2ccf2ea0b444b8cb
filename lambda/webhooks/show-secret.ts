import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { Problem } from '../kernel/problem.ts';
import type { WebhookEndpointWithSecret } from './contract.ts';
import type { WebhookEndpoint } from './domain/webhook-endpoint.ts';
import { requireEndpoint } from './endpoint-access.ts';
import { toEndpointView } from './endpoint-view.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

/** Names a secret without holding it, as the result of a call that is kept for its repetition. */
export interface NamedSecret {
  readonly id: string;
  readonly secret_id: string;
}

/** Names the newest secret of an endpoint. */
export const namedSecret = ({ id, secrets }: WebhookEndpoint): NamedSecret => ({
  id,
  secret_id: secrets[0]?.id ?? '',
});

/**
 * Returns an endpoint with a secret that a call has made, which the repetition of that call shows again.
 * @throws Problem `not_found` if the endpoint is deleted, `invalid_state` if the secret was replaced since
 */
export async function showSecret(
  { tenant }: Caller,
  { id, secret_id }: NamedSecret,
  { endpoints, clock }: { readonly endpoints: Pick<EndpointStore, 'get'>; readonly clock: Clock },
): Promise<WebhookEndpointWithSecret> {
  const endpoint = await requireEndpoint(endpoints, tenant, id);
  const secret = endpoint.secrets.find((one) => one.id === secret_id);
  if (!secret)
    throw new Problem('invalid_state', `the secret of webhook endpoint ${id} was replaced; rotate it again`);
  return { ...toEndpointView(endpoint, clock()), secret: secret.value };
}
