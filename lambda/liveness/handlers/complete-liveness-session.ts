import { createDynamoLockoutLedgerStore } from '../../abuse/adapters/dynamo-lockout-ledger.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { createRekognitionLiveness } from '../adapters/rekognition-liveness.ts';
import { completeLivenessSession } from '../complete-liveness-session.ts';
import { LIVENESS_FUNCTIONS } from '../functions.ts';

const env = readEnv(LIVENESS_FUNCTIONS, 'complete-liveness-session');
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
  LIVENESS_FUNCTIONS['complete-liveness-session'].route,
  {
    execute: ({ caller, path }) =>
      completeLivenessSession(caller, path('id'), path('liveness_session_id'), dependencies),
    present: (result) => result,
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
