import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { MessageQueue } from '../kernel/ports/message-queue.ts';
import type { ErasureMessage } from './contract.ts';
import { isOverdue, isRunning, unconfirmed } from './domain/erasure.ts';
import type { Erasures } from './ports/erasures.ts';

export interface WatchErasuresDependencies {
  readonly erasures: Pick<Erasures, 'get' | 'listRunning' | 'saveOverdue'>;
  readonly queue: MessageQueue<ErasureMessage>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Erasures that one run looks at, the oldest first. */
const MAX_PER_RUN = 500;
/** Time after which a pass that was to be made is made again: the longest delay of a message, and a pass. */
const LOST_MS = 25 * 60_000;

/**
 * Sends the erasures of a tenant again whose message is lost, reports those that take longer than a day, and
 * measures the age of the oldest one.
 */
export async function watchErasures(
  tenant: string,
  { erasures, queue, clock, emit }: WatchErasuresDependencies,
): Promise<void> {
  let oldestMs = 0;
  for (const id of await erasures.listRunning(tenant, MAX_PER_RUN)) {
    const one = await erasures.get(tenant, id);
    if (!one || !isRunning(one)) continue;
    const now = clock();
    oldestMs = Math.max(oldestMs, now.getTime() - Date.parse(one.requested_at));
    const checks = Object.values(one.stores).map((store) =>
      Date.parse(store?.checked_at ?? one.requested_at),
    );
    const lastPass = Math.max(Date.parse(one.requested_at), ...checks);
    if (now.getTime() - lastPass >= LOST_MS) await queue.send({ tenant, id }, 0);
    if (!isOverdue(one, now)) continue;
    for (const store of unconfirmed(one)) emit('ErasureUnconfirmed', 1, { Store: store });
    if (one.overdue_at === undefined)
      await erasures.saveOverdue(one, {
        ...one,
        overdue_at: now.toISOString(),
        revision: one.revision + 1,
      });
  }
  if (oldestMs > 0) emit('ErasureAge', oldestMs, {});
}
