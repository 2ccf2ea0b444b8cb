import { mapBounded } from '../kernel/map-bounded.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { Replicas, ReplicationQueue, ReplicationRequests } from './ports/replication-requests.ts';
import { sendReplication } from './replication.ts';

export interface ResendReplicationsDependencies {
  readonly requests: Pick<ReplicationRequests, 'list' | 'postpone'>;
  readonly queue: ReplicationQueue;
  readonly replicas: Pick<Replicas, 'areComplete'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Maximum messages per run: bulk indexing writes 50 requests per second, and the schedule runs every minute.
 */
const MAX_SENT = 3_000;
/** Maximum requests read per run: a backfill may have millions, which are processed from the front. */
const MAX_LOOKED_AT = 10_000;
const AT_ONCE = 20;

/**
 * Sends a tenant's due requests to the queue: those whose change sent no message (bulk indexing, migrations,
 * reconciliations), and those whose message was lost. Emits how far the second region is behind, and whether
 * it answers for every collection.
 */
export async function resendReplications(
  tenant: string,
  { requests, queue, replicas, clock, emit }: ResendReplicationsDependencies,
): Promise<void> {
  const now = clock().getTime();
  let cursor: string | undefined;
  let sent = 0;
  let outstanding = 0;
  let oldestMs = 0;
  do {
    const page = await requests.list(tenant, cursor);
    outstanding += page.requests.length;
    for (const { requested_at } of page.requests)
      oldestMs = Math.max(oldestMs, now - Date.parse(requested_at));
    await mapBounded(page.overdue, AT_ONCE, async (request) => {
      // the message first: a crash in between sends it again
      await sendReplication(queue, request);
      await requests.postpone(request);
    });
    sent += page.overdue.length;
    cursor = page.next;
  } while (cursor !== undefined && sent < MAX_SENT && outstanding < MAX_LOOKED_AT);
  emit('ReplicationBacklog', outstanding, {});
  emit('ReplicationBacklogAge', oldestMs, {});
  emit('SecondRegionComplete', (await replicas.areComplete(tenant)) ? 1 : 0, {});
}
