import type { EmitMetric } from '../ports/metrics.ts';
import type { UserVectorQueue, UserVectorRequests } from '../ports/user-vector-requests.ts';

export interface ResendUserVectorsDependencies {
  readonly requests: Pick<UserVectorRequests, 'listOverdue' | 'put'>;
  readonly queue: UserVectorQueue;
  readonly newRevision: () => string;
  readonly emit: EmitMetric;
}

/**
 * Sends requests of a tenant to the queue again that should have ended: their message was lost, or a face was left
 * out and is due for another try.
 */
export async function resendUserVectors(
  tenant: string,
  { requests, queue, newRevision, emit }: ResendUserVectorsDependencies,
): Promise<void> {
  let cursor: string | undefined;
  let overdue = 0;
  do {
    const page = await requests.listOverdue(tenant, cursor);
    for (const request of page.requests) {
      const { user_id, collection_id, left_out } = request;
      // written anew, it is not overdue for some minutes: the queue never holds many messages for one request
      await requests.put(request, newRevision());
      await queue.send({ tenant, user_id, collection_id, looks: 0 }, 0);
      if (left_out === undefined) overdue += 1;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  emit('UserVectorOverdue', overdue, {});
}
