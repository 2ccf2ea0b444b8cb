import { mapBounded } from '../kernel/map-bounded.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { UserVectorQueue, UserVectorRequests } from './ports/user-vector-requests.ts';

export interface ResendUserVectorsDependencies {
  readonly requests: Pick<UserVectorRequests, 'listOverdue' | 'put'>;
  readonly queue: UserVectorQueue;
  readonly newRevision: () => string;
  readonly emit: EmitMetric;
}

/** Maximum messages per run: as many as 5 calls per second process until the next run. */
const MAX_PER_RUN = 1_000;
const AT_ONCE = 10;

/**
 * Sends a tenant's overdue requests to the queue again: their
 * message was lost, or a refused face is due for another attempt.
 */
export async function resendUserVectors(
  tenant: string,
  { requests, queue, newRevision, emit }: ResendUserVectorsDependencies,
): Promise<void> {
  let cursor: string | undefined;
  let overdue = 0;
  let sent = 0;
  do {
    const page = await requests.listOverdue(tenant, cursor);
    await mapBounded(page.requests, AT_ONCE, async (request) => {
      // rewritten, it is not overdue for some minutes, so the queue never has many messages for one request
      await requests.put(request, newRevision());
      const { user_id, collection_id } = request;
      await queue.send({ tenant, user_id, collection_id, looks: 0 }, 0);
    });
    sent += page.requests.length;
    overdue += page.requests.filter(({ left_out }) => left_out === undefined).length;
    cursor = page.next;
  } while (cursor !== undefined && sent < MAX_PER_RUN);
  emit('UserVectorOverdue', overdue, {});
}
