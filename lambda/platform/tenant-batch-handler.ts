import type { SQSBatchItemFailure, SQSHandler } from 'aws-lambda';
import type * as z from 'zod/mini';
import { groupBy } from '../kernel/group-by.ts';
import type { Log } from './logger.ts';
import { asTenant } from './tenant-scope.ts';

/** A message that points to a piece of a tenant's work. */
interface Pointer {
  readonly tenant: string;
  readonly id: string;
}

/**
 * Creates a handler that works off all messages of a batch at once, tenant after tenant. Only messages whose
 * work failed are delivered again.
 * @param work returns the errors of what failed, by its id
 */
export function tenantBatchHandler(
  task: string,
  message: z.ZodMiniType<Pointer>,
  work: (tenant: string, ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>,
  log: Log,
): SQSHandler {
  return async ({ Records }) => {
    const failures: SQSBatchItemFailure[] = [];
    const fail = (messageId: string, error: unknown) => {
      log.error('taskFailed', { task }, error);
      failures.push({ itemIdentifier: messageId });
    };
    const pointers = Records.flatMap(({ messageId, body }) => {
      try {
        return [{ messageId, ...message.parse(JSON.parse(body)) }];
      } catch (error) {
        fail(messageId, error);
        return [];
      }
    });
    for (const [tenant, ofTenant] of groupBy(pointers, (pointer) => pointer.tenant)) {
      try {
        const failed = await asTenant(tenant, () =>
          work(
            tenant,
            ofTenant.map(({ id }) => id),
          ),
        );
        for (const { messageId, id } of ofTenant) if (failed.has(id)) fail(messageId, failed.get(id));
      } catch (error) {
        for (const { messageId } of ofTenant) fail(messageId, error);
      }
    }
    return { batchItemFailures: failures };
  };
}
