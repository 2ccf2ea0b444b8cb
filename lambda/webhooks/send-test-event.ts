import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { testEvent } from './domain/webhook-event.ts';
import { requireEndpoint } from './endpoint-access.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';
import { type QueueDeliveryDependencies, queueDelivery } from './queue-delivery.ts';

export interface SendTestEventDependencies extends QueueDeliveryDependencies {
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  /** Stage of the deployment. */
  readonly stage: string;
}

/**
 * Sends an event that reports nothing, once, whether the endpoint is enabled or not.
 * @returns id of the delivery
 * @throws Problem `not_found`
 */
export async function sendTestEvent(
  { tenant }: Caller,
  endpointId: string,
  dependencies: SendTestEventDependencies,
): Promise<{ id: string }> {
  const { endpoints, clock, newIdentifier, stage } = dependencies;
  await requireEndpoint(endpoints, tenant, endpointId);
  const now = clock();
  const event = testEvent({ tenant, endpointId }, newIdentifier(ID_PREFIXES.event), now, stage);
  return { id: await queueDelivery(event, { endpointId }, now, dependencies) };
}
