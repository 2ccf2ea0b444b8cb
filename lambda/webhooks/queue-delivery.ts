import { newDelivery } from './domain/delivery.ts';
import type { WebhookEvent } from './domain/webhook-event.ts';
import type { DeliveryLog } from './ports/delivery-log.ts';
import type { DeliveryQueue } from './ports/delivery-queue.ts';

export interface QueueDeliveryDependencies {
  readonly log: Pick<DeliveryLog, 'begin'>;
  readonly queue: DeliveryQueue;
}

/**
 * Has an event delivered to an endpoint. Done twice for the same cause, it is one delivery: its attempt may
 * then be sent twice, and the function that makes it checks first.
 * @param at time of the event, or of its replay
 * @returns id of the delivery
 */
export async function queueDelivery(
  event: WebhookEvent,
  cause: { readonly endpointId: string; readonly replayId?: string | undefined },
  at: Date,
  { log, queue }: QueueDeliveryDependencies,
): Promise<string> {
  const delivery = newDelivery(event, cause, at);
  await log.begin(delivery);
  const { tenant, endpoint_id } = delivery;
  await queue.send({ tenant, endpoint_id, delivery_id: delivery.id, event, attempt: 1 });
  return delivery.id;
}
