import type { VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { systemClock, systemWait } from '../../platform/system.ts';
import { triggerHandler } from '../../platform/trigger-handler.ts';
import { openSessions } from '../../sessions/wiring.ts';
import { keptChallenge } from '../domain/challenge.ts';
import { FACE_LOGIN_FUNCTIONS } from '../functions.ts';
import { verifyAuthChallenge } from '../verify-auth-challenge.ts';
import { openFaceLogins } from '../wiring.ts';

const env = readEnv(FACE_LOGIN_FUNCTIONS, 'verify-auth-challenge');
const dependencies = {
  sessions: openSessions(env),
  logins: openFaceLogins(env),
  clock: systemClock,
  emit: emitMetric,
  wait: systemWait,
};

/** Cognito's trigger that checks the answer to a challenge. */
export const handler = triggerHandler<VerifyAuthChallengeResponseTriggerEvent>(
  'verify-auth-challenge',
  {
    tenantOf: ({ request }) => request.privateChallengeParameters.tenant,
    respond: async ({ request: { privateChallengeParameters, challengeAnswer } }) => {
      const challenge = keptChallenge.parse(privateChallengeParameters);
      return { answerCorrect: await verifyAuthChallenge(challenge, challengeAnswer, dependencies) };
    },
  },
  { log, emit: emitMetric },
);
