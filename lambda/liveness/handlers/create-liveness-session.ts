import { createDynamoLockoutLedgerStore } from '../../abuse/adapters/dynamo-lockout-ledger.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { documentClient, dynamoClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { stsClient } from '../../platform/clients/sts.ts';
import { httpDependencies } from '../../platform/http-dependencies.ts';
import { httpHandler } from '../../platform/http-handler.ts';
import { createRunOnce } from '../../platform/idempotency.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemClock } from '../../platform/system.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { createRekognitionLiveness } from '../adapters/rekognition-liveness.ts';
import { createStsLivenessCredentials } from '../adapters/sts-liveness-credentials.ts';
import { createLivenessSession } from '../create-liveness-session.ts';
import { LIVENESS_FUNCTIONS } from '../functions.ts';

const env = readEnv(LIVENESS_FUNCTIONS, 'create-liveness-session');
const dependencies = {
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  ledgers: createDynamoLockoutLedgerStore(documentClient, env.CONTROL_TABLE, systemClock),
  liveness: createRekognitionLiveness(rekognitionClient, measured, {
    bucket: env.EVIDENCE_BUCKET,
    kmsKeyArn: env.EVIDENCE_KEY_ARN,
  }),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  emit: emitMetric,
};
const credentials = createStsLivenessCredentials(stsClient, env.LIVENESS_CLIENT_ROLE_ARN);

export const handler = httpHandler(
  'create-liveness-session',
  LIVENESS_FUNCTIONS['create-liveness-session'].route,
  {
    execute: ({ caller, path, idempotencyKey }) =>
      createLivenessSession(caller, path('id'), idempotencyKey, dependencies),
    // credentials are issued for every answer, and never kept with the idempotency record
    present: async ({ id, challenge, expires_at }) => ({
      liveness_session_id: id,
      region: await rekognitionClient.config.region(),
      challenge,
      expires_at,
      credentials: await credentials.issue(id),
    }),
  },
  { ...httpDependencies(env.ALLOWED_ORIGINS), runOnce: createRunOnce(dynamoClient, env.CONTROL_TABLE) },
);
