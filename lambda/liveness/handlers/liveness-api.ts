import { openLockouts } from '../../abuse/wiring.ts';
import { captureComparison } from '../../captures/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { stsClient } from '../../platform/clients/sts.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { systemClock } from '../../platform/system.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { openClientSessions, openSessions, openTransitions } from '../../sessions/wiring.ts';
import { createRekognitionLiveness } from '../adapters/rekognition-liveness.ts';
import { createStsLivenessCredentials } from '../adapters/sts-liveness-credentials.ts';
import { completeLivenessSession } from '../complete-liveness-session.ts';
import { createLivenessSession } from '../create-liveness-session.ts';
import { LIVENESS_FUNCTIONS } from '../functions.ts';
import { toLivenessSessionView } from '../liveness-session-view.ts';

const env = readEnv(LIVENESS_FUNCTIONS, 'liveness-api');
const dependencies = {
  receipts: openReceipts(env),
  sessions: openSessions(env),
  transitions: openTransitions(env),
  ledgers: openLockouts(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  generations: readGenerations(env),
  ...captureComparison(env),
  liveness: createRekognitionLiveness(rekognitionClient, measured, env.EVIDENCE_BUCKET),
  policyOf: openPolicyOf(env),
  credentials: createStsLivenessCredentials(stsClient, env.LIVENESS_CLIENT_ROLE_ARN),
  region: () => rekognitionClient.config.region(),
  clock: systemClock,
  emit: emitMetric,
};

export const handler = apiHandler(
  LIVENESS_FUNCTIONS['liveness-api'].routes,
  {
    'create-liveness-session': presented(
      ({ caller, path, idempotencyKey, body }) =>
        createLivenessSession(caller, path('id'), { idempotencyKey, ...body }, dependencies),
      // issued for every response, and never stored with the idempotency record
      (livenessSession, { caller }) => toLivenessSessionView(caller, livenessSession, dependencies),
    ),
    'complete-liveness-session': ({ caller, path }) =>
      completeLivenessSession(caller, path('id'), path('liveness_session_id'), dependencies),
  },
  { ...idempotentDependencies(env, openCallLimiter(env)), clientSessions: openClientSessions(env) },
);
