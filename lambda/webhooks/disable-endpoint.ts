import { outboxEventOf } from '../kernel/make-outbox-event.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type DisabledReason, disabled, type WebhookEndpoint } from './domain/webhook-endpoint.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

export interface DisableEndpointDependencies {
  readonly endpoints: Pick<EndpointStore, 'get' | 'save'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Each time a change of the endpoint came first. */
const MAX_TRIES = 5;

/**
 * Stops sending to an endpoint whose receiver does not take events, and reports it by an event and a
 * metric, which raises an alarm. Does nothing if it is disabled already, or has another URL now: the
 * receiver that failed is no longer it.
 * @param seen the endpoint as it was sent to
 */
export async function disableEndpoint(
  seen: WebhookEndpoint,
  reason: Exclude<DisabledReason, 'requested'>,
  { endpoints, clock, emit }: DisableEndpointDependencies,
): Promise<void> {
  const { tenant, id, url } = seen;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const endpoint = await endpoints.get(tenant, id);
    if (endpoint?.status !== 'enabled' || endpoint.url !== url) return;
    const at = clock();
    const after = disabled(endpoint, reason, at);
    const event = { id: `${id}-${after.revision}`, tenant, subject: id, at };
    const saved = await endpoints.save(after, outboxEventOf('webhook_endpoint.disabled', event, { reason }));
    if (!saved) continue;
    emit('WebhookEndpointDisabled', 1, { Reason: reason });
    return;
  }
  throw new Error('the endpoint is being changed by others, and was not disabled');
}
