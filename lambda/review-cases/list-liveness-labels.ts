import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { ListLivenessLabelsQuery, livenessLabelPage } from './contract.ts';
import type { LivenessLabelStore } from './ports/liveness-label-store.ts';

/** Lists the labels of a tenant's sampled liveness checks, the newest sample first. */
export async function listLivenessLabels(
  caller: Caller,
  { limit, cursor, from, to }: ListLivenessLabelsQuery,
  { labels }: { readonly labels: LivenessLabelStore },
): Promise<z.infer<typeof livenessLabelPage>> {
  const times = {
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
  const page = await labels.list(caller.tenant, times, limit, cursor);
  return toPage(
    page.labels.map(({ tenant: _own, ...view }) => view),
    page.lastId,
  );
}
