import type { DefineAuthChallengeTriggerEvent } from 'aws-lambda';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { triggerHandler } from '../../platform/trigger-handler.ts';
import { readFaceLogins } from '../adapters/face-logins-file.ts';
import { defineAuthChallenge } from '../define-auth-challenge.ts';
import type { Step } from '../domain/next-step.ts';
import { poolUserOf } from '../domain/pool-user.ts';
import { roundOf } from '../domain/round.ts';
import { FACE_LOGIN_FUNCTIONS } from '../functions.ts';

const env = readEnv(FACE_LOGIN_FUNCTIONS, 'define-auth-challenge');
const dependencies = { modes: readFaceLogins(env), emit: emitMetric };

const RESPONSES: Readonly<Record<Step, DefineAuthChallengeTriggerEvent['response']>> = {
  password: { challengeName: 'PASSWORD_VERIFIER', issueTokens: false, failAuthentication: false },
  challenge: { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false },
  tokens: { challengeName: '', issueTokens: true, failAuthentication: false },
  refuse: { challengeName: '', issueTokens: false, failAuthentication: true },
};

/** Cognito's trigger that decides what comes next in a custom sign-in. */
export const handler = triggerHandler<DefineAuthChallengeTriggerEvent>(
  'define-auth-challenge',
  {
    respond: async ({ request }) =>
      RESPONSES[defineAuthChallenge(poolUserOf(request), request.session.map(roundOf), dependencies)],
  },
  { log, emit: emitMetric },
);
