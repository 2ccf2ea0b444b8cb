import { createDynamoLockoutLedgerStore } from '../adapters/dynamo-lockout-ledger.ts';
import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createRekognitionLiveness } from '../adapters/rekognition-liveness.ts';
import { createStsLivenessCredentials } from '../adapters/sts-liveness-credentials.ts';
import { documentClient, dynamoClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { stsClient } from '../runtime/clients/sts.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { createRunOnce } from '../runtime/idempotency.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parsePolicy, readEnv } from '../runtime/settings.ts';
import { systemClock } from '../runtime/system.ts';
import { createLivenessSession } from '../use-cases/create-liveness-session.ts';

const env = readEnv('create-liveness-session');
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
