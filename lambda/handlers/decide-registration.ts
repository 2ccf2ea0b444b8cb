import { createDynamoRegistrationApproval } from '../adapters/dynamo-registration-approval.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createSqsMessageQueue } from '../adapters/sqs-message-queue.ts';
import { decideRegistrationInput, decideRegistrationOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { openReplication } from '../runtime/replication.ts';
import { parseGenerations, parsePolicy, readEnv } from '../runtime/settings.ts';
import { mappingTables, openEnrolments } from '../runtime/stores.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { decideRegistration } from '../use-cases/decide-registration.ts';
import { requestBuild } from '../use-cases/user-vectors.ts';

const env = readEnv('decide-registration');
const generations = parseGenerations(env.GENERATIONS);
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  approvals: createDynamoRegistrationApproval(
    documentClient,
    { ...mappingTables(env), sessions: env.SESSIONS_TABLE },
    generations,
  ),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  buildVector: requestBuild(generations, createSqsMessageQueue(sqsClient, env.USER_VECTOR_QUEUE_URL)),
  ...openReplication(env),
  emit: emitMetric,
};

export const handler = taskHandler(
  'decide-registration',
  decideRegistrationInput,
  decideRegistrationOutput,
  (input) => decideRegistration(input, dependencies),
  log,
);
