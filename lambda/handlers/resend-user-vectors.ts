import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import { resendUserVectorsInput, resendUserVectorsOutput } from '../contract/user-vectors.ts';
import { ID_PREFIXES } from '../domain/identifier.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { readEnv } from '../runtime/settings.ts';
import { openUserVectorRequests } from '../runtime/stores.ts';
import { newIdentifier } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { asTenant } from '../runtime/tenant-scope.ts';
import { resendUserVectors } from '../use-cases/resend-user-vectors.ts';

const env = readEnv('resend-user-vectors');
const dependencies = {
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  newRevision: () => newIdentifier(ID_PREFIXES.userVector),
  emit: emitMetric,
};

export const handler = taskHandler(
  'resend-user-vectors',
  resendUserVectorsInput,
  resendUserVectorsOutput,
  async ({ tenants }) => {
    for (const tenant of tenants) await asTenant(tenant, () => resendUserVectors(tenant, dependencies));
    return { tenants: tenants.length };
  },
  log,
);
