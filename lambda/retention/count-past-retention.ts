import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { CHECKED_CLASSES } from './contract.ts';
import type { ExpiringClass, RetentionProbes } from './ports/retention-probes.ts';

export interface CountPastRetentionDependencies {
  readonly probes: RetentionProbes;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

const EXPIRING = CHECKED_CLASSES.filter((one): one is ExpiringClass => one !== 'templates');

/**
 * Verifies that time to live and S3 lifecycle have removed what is past its time, by the oldest data of each
 * class of a tenant. One class that cannot be read does not keep the others from being counted.
 * @throws the first error, after all others were counted
 */
export async function countPastRetention(
  tenant: string,
  { probes, clock, emit }: CountPastRetentionDependencies,
): Promise<void> {
  const now = clock();
  const counted = await Promise.allSettled(
    EXPIRING.map(async (Class) =>
      emit('ObjectsPastRetention', await probes.countPast(tenant, Class, now), { Class }),
    ),
  );
  const failed = counted.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
