import { ID_PREFIXES } from '../../kernel/identifier.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { scheduledHandler } from '../../platform/scheduled-handler.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier } from '../../platform/system.ts';
import { USER_VECTORS_FUNCTIONS } from '../functions.ts';
import { resendUserVectors } from '../resend-user-vectors.ts';
import { openUserVectorRequests } from '../wiring.ts';

const env = readEnv(USER_VECTORS_FUNCTIONS, 'resend-user-vectors');
const dependencies = {
  requests: openUserVectorRequests(env),
  queue: createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL),
  newRevision: () => newIdentifier(ID_PREFIXES.userVector),
  emit: emitMetric,
};

export const handler = scheduledHandler(
  'resend-user-vectors',
  (tenant) => resendUserVectors(tenant, dependencies),
  log,
);
