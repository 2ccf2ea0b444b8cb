import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { tokenClaims } from '../../access/add-token-claims.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock } from '../../platform/system.ts';
import { triggerHandler } from '../../platform/trigger-handler.ts';
import { readFaceLogins } from '../adapters/face-logins-file.ts';
import { poolUserOf } from '../domain/pool-user.ts';
import { FACE_LOGIN_FUNCTIONS } from '../functions.ts';
import { FaceRequired, requireFaceLogin } from '../require-face-login.ts';
import { openFaceLogins } from '../wiring.ts';

const env = readEnv(FACE_LOGIN_FUNCTIONS, 'require-face-login');
const dependencies = {
  modes: readFaceLogins(env),
  logins: openFaceLogins(env),
  clock: systemClock,
  emit: emitMetric,
};

/**
 * Cognito's pre-token-generation trigger, in place of add-token-claims: the claims, and the face before
 * them.
 */
export const handler = triggerHandler<PreTokenGenerationV2TriggerEvent>(
  'require-face-login',
  {
    tenantOf: ({ request }) => poolUserOf(request)?.tenant,
    respond: async ({ triggerSource, request }) => {
      const user = poolUserOf(request);
      const groups = request.groupConfiguration.groupsToOverride ?? [];
      const isRefresh = triggerSource === 'TokenGeneration_RefreshTokens';
      const sessionId = request.clientMetadata?.verification_session_id;
      await requireFaceLogin({ user, groups, isRefresh, sessionId }, dependencies);
      return tokenClaims({ tenant: user?.tenant, groups });
    },
    answerOf: (error) => (error instanceof FaceRequired ? error.message : undefined),
  },
  { log, emit: emitMetric },
);
