import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { ListWebhookDeliveriesQuery, webhookDeliveryPage } from './contract.ts';
import { requireEndpoint } from './endpoint-access.ts';
import type { DeliveryLog } from './ports/delivery-log.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

export interface ListDeliveriesDependencies {
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly log: Pick<DeliveryLog, 'list'>;
}

/** Lists the deliveries to an endpoint, newest first. @throws Problem `not_found` */
export async function listDeliveries(
  { tenant }: Caller,
  endpointId: string,
  { limit, cursor }: ListWebhookDeliveriesQuery,
  { endpoints, log }: ListDeliveriesDependencies,
): Promise<z.infer<typeof webhookDeliveryPage>> {
  await requireEndpoint(endpoints, tenant, endpointId);
  const { deliveries, lastId } = await log.list(tenant, endpointId, { limit, afterId: cursor });
  return toPage(
    deliveries.map(({ tenant: _tenant, endpoint_id: _endpoint, ...shown }) => shown),
    lastId,
  );
}
