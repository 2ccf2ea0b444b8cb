import type { Caller } from '../kernel/caller.ts';
import { requireEndpoint } from './endpoint-access.ts';
import type { EndpointStore } from './ports/endpoint-store.ts';

/** Deletes an endpoint with its secrets; what is on its way to it is dropped. @throws Problem `not_found` */
export async function deleteEndpoint(
  { tenant }: Caller,
  id: string,
  { endpoints }: { readonly endpoints: Pick<EndpointStore, 'get' | 'remove'> },
): Promise<void> {
  await requireEndpoint(endpoints, tenant, id);
  await endpoints.remove(tenant, id);
}
