import type { ReplayStep } from './domain/replay.ts';
import { receives } from './domain/webhook-endpoint.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';
import type { EventLog } from './ports/event-log.ts';
import type { ReplayQueue } from './ports/replay-queue.ts';
import { type QueueDeliveryDependencies, queueDelivery } from './queue-delivery.ts';

export interface ReplayPageDependencies extends QueueDeliveryDependencies {
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly events: Pick<EventLog, 'page'>;
  readonly replays: ReplayQueue;
}

/**
 * Has one page of a replay's events delivered again, and sends the step for the next page. It ends where
 * the endpoint is disabled or deleted.
 */
export async function replayPage(
  { replay, cursor }: ReplayStep,
  dependencies: ReplayPageDependencies,
): Promise<void> {
  const { tenant, endpoint_id: endpointId, id: replayId } = replay;
  const endpoint = await dependencies.endpoints.get(tenant, endpointId);
  if (endpoint?.status !== 'enabled') return;
  const span = { from: new Date(replay.from), to: new Date(replay.to) };
  const page = await dependencies.events.page(tenant, span, cursor);
  const at = new Date(replay.requested_at);
  for (const event of page.events)
    if (receives(endpoint, event)) await queueDelivery(event, { endpointId, replayId }, at, dependencies);
  if (page.cursor !== undefined) await dependencies.replays.send({ replay, cursor: page.cursor });
}
