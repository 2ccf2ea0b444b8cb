import type { Caller } from '../kernel/caller.ts';
import type { RotateWebhookSecretRequest } from './contract.ts';
import { type NewSecretDependencies, newSecret } from './create-endpoint.ts';
import { type WebhookEndpoint, withSecret } from './domain/webhook-endpoint.ts';
import { changeStored } from './endpoint-access.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

export interface RotateSecretDependencies extends NewSecretDependencies {
  readonly endpoints: Pick<EndpointStore, 'get' | 'save'>;
}

const HOUR_MS = 3_600_000;

/**
 * Gives an endpoint a new secret. Events are signed with both for some hours, in which the receiver takes
 * the new one into use.
 * @throws Problem `not_found`
 */
export async function rotateSecret(
  { tenant }: Caller,
  id: string,
  { overlap_hours }: RotateWebhookSecretRequest,
  dependencies: RotateSecretDependencies,
): Promise<WebhookEndpoint> {
  const secret = newSecret(dependencies);
  const keepUntil = new Date(Date.parse(secret.created_at) + overlap_hours * HOUR_MS);
  return changeStored(dependencies.endpoints, tenant, id, (endpoint) =>
    withSecret(endpoint, secret, keepUntil),
  );
}
