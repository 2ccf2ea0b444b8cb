import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import type { ReplayWebhookEventsRequest } from './contract.ts';
import { RETENTION_DAYS } from './domain/replay.ts';
import { isCarried } from './domain/webhook-event.ts';
import { requireEndpoint } from './endpoint-access.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';
import type { PastEvents } from './ports/event-log.ts';
import type { ReplayQueue } from './ports/replay-queue.ts';
import { type QueueDeliveryDependencies, queueDelivery } from './queue-delivery.ts';

export interface ReplayEventsDependencies extends QueueDeliveryDependencies {
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly past: PastEvents;
  readonly replays: ReplayQueue;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
}

const DAY_MS = 86_400_000;

/**
 * Sends one event, or those of a time, to an endpoint again, under the `webhook-id` that they had. One that
 * is named is sent whether or not the endpoint receives its type.
 * @returns id of the replay
 * @throws Problem `not_found`, `invalid_request`, or `invalid_state` if the endpoint is disabled
 */
export async function replayEvents(
  { tenant }: Caller,
  endpointId: string,
  request: ReplayWebhookEventsRequest,
  dependencies: ReplayEventsDependencies,
): Promise<{ id: string }> {
  const { endpoints, past, replays, clock, newIdentifier } = dependencies;
  const endpoint = await requireEndpoint(endpoints, tenant, endpointId);
  if (endpoint.status !== 'enabled')
    throw new Problem('invalid_state', `webhook endpoint ${endpointId} is disabled; enable it, then replay`);
  const now = clock();
  const id = newIdentifier(ID_PREFIXES.webhookReplay);
  if (request.event_id !== undefined) {
    const event = await past.find(tenant, request.event_id);
    if (!event || !isCarried(event.type))
      throw new Problem('not_found', `event ${request.event_id} does not exist, or is no longer kept`);
    await queueDelivery(event, { endpointId, replayId: id }, now, dependencies);
    return { id };
  }
  const { from, to } = spanOf(request, now);
  const replay = { id, tenant, endpoint_id: endpointId, requested_at: now.toISOString(), from, to };
  await replays.send({ replay });
  return { id };
}

/** @throws Problem `invalid_request` for a time that holds nothing, or begins too early */
function spanOf({ from = '', to }: ReplayWebhookEventsRequest, now: Date): { from: string; to: string } {
  const begin = Date.parse(from);
  const end = Math.min(to === undefined ? now.getTime() : Date.parse(to), now.getTime());
  if (begin < now.getTime() - RETENTION_DAYS * DAY_MS)
    throw invalidRequest(
      'from',
      `from must be at most ${RETENTION_DAYS} days ago: events are kept no longer`,
    );
  if (begin >= end) throw invalidRequest('from', 'from must be before to, and before now');
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}
