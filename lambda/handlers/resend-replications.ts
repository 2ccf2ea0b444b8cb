import { resendReplicationsInput, resendReplicationsOutput } from '../contract/replication.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { openReplicationQueue } from '../runtime/replication.ts';
import { readEnv } from '../runtime/settings.ts';
import { openReplicationRequests } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { resendReplications } from '../use-cases/resend-replications.ts';

const env = readEnv('resend-replications');
const dependencies = {
  requests: openReplicationRequests(env),
  queue: openReplicationQueue(env.REPLICATION_QUEUE_URL),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'resend-replications',
  resendReplicationsInput,
  resendReplicationsOutput,
  async ({ tenants }) => {
    for (const tenant of tenants) await asTenant(tenant, () => resendReplications(tenant, dependencies));
    return { tenants: tenants.length };
  },
  log,
);
