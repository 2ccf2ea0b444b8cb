import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { asTenant } from '../../platform/tenant-scope.ts';
import { resendReplicationsInput, resendReplicationsOutput } from '../contract.ts';
import { REPLICATION_FUNCTIONS } from '../functions.ts';
import { resendReplications } from '../resend-replications.ts';
import { openReplicationQueue, openReplicationRequests } from '../wiring.ts';

const env = readEnv(REPLICATION_FUNCTIONS, 'resend-replications');
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
