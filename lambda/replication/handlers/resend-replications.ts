import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { systemClock } from '../../platform/system.ts';
import { REPLICATION_FUNCTIONS } from '../functions.ts';
import { resendReplications } from '../resend-replications.ts';
import { openReplicas, openReplicationQueue, openReplicationRequests } from '../wiring.ts';

const env = readEnv(REPLICATION_FUNCTIONS, 'resend-replications');
const dependencies = {
  requests: openReplicationRequests(env),
  queue: openReplicationQueue(env.REPLICATION_QUEUE_URL),
  replicas: openReplicas(env.CONTROL_TABLE, env.REPLICATION_QUEUE_URL),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'resend-replications',
  (tenant) => resendReplications(tenant, dependencies),
  log,
);
