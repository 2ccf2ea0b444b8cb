import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoRegistrationApproval } from '../adapters/dynamo-registration-approval.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { decideRegistrationInput, decideRegistrationOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { decideRegistration } from '../use-cases/decide-registration.ts';

const env = readEnv('decide-registration');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: createDynamoEnrolmentStore(documentClient, env.CONTROL_TABLE, systemClock),
  approvals: createDynamoRegistrationApproval(documentClient, {
    control: env.CONTROL_TABLE,
    sessions: env.SESSIONS_TABLE,
    faceMapping: env.FACE_MAPPING_TABLE,
  }),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = taskHandler(
  'decide-registration',
  decideRegistrationInput,
  decideRegistrationOutput,
  (input) => decideRegistration(input, dependencies),
  log,
);
