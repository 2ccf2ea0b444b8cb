import { receives } from './domain/webhook-endpoint.ts';
import { isCarried, type WebhookEvent } from './domain/webhook-event.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';
import type { EventLog } from './ports/event-log.ts';
import { type QueueDeliveryDependencies, queueDelivery } from './queue-delivery.ts';

export interface QueueWebhooksDependencies extends QueueDeliveryDependencies {
  readonly endpoints: Pick<EndpointStore, 'list'>;
  readonly events: Pick<EventLog, 'keep'>;
}

/**
 * Has an event delivered to every endpoint of its tenant that receives it, and keeps it for replays. A
 * tenant without endpoints costs one read.
 */
export async function queueWebhooks(
  event: WebhookEvent,
  dependencies: QueueWebhooksDependencies,
): Promise<void> {
  if (!isCarried(event.type)) return;
  const endpoints = await dependencies.endpoints.list(event.data.tenant);
  if (endpoints.length === 0) return;
  // first, so that an endpoint that is disabled meanwhile finds it in a replay
  await dependencies.events.keep(event);
  for (const endpoint of endpoints)
    if (receives(endpoint, event))
      await queueDelivery(event, { endpointId: endpoint.id }, new Date(event.time), dependencies);
}
