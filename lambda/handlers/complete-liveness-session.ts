import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createRekognitionLiveness } from '../adapters/rekognition-liveness.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { completeLivenessSession } from '../use-cases/complete-liveness-session.ts';

const env = readEnv('complete-liveness-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  ledgers: createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock),
  liveness: createRekognitionLiveness(rekognitionClient, measured, { bucket: env.EVIDENCE_BUCKET }),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = httpHandler(
  'complete-liveness-session',
  {
    execute: ({ caller, path }) =>
      completeLivenessSession(caller, path('id'), path('liveness_session_id'), dependencies),
    present: (result) => result,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
