import type { CreateAuthChallengeTriggerEvent } from 'aws-lambda';
import { Problem } from '../../kernel/problem.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { triggerHandler } from '../../platform/trigger-handler.ts';
import { createAuthChallenge } from '../create-auth-challenge.ts';
import { poolUserOf } from '../domain/pool-user.ts';
import { roundOf } from '../domain/round.ts';
import { FACE_LOGIN_FUNCTIONS } from '../functions.ts';
import { createAuthChallengeDependencies } from '../wiring/create-auth-challenge.ts';

const env = readEnv(FACE_LOGIN_FUNCTIONS, 'create-auth-challenge');
const dependencies = createAuthChallengeDependencies(env);

/** Cognito's trigger that creates a challenge. */
export const handler = triggerHandler<CreateAuthChallengeTriggerEvent>(
  'create-auth-challenge',
  {
    tenantOf: ({ request }) => poolUserOf(request)?.tenant,
    respond: async ({ request }) => {
      const { session, clientMetadata = {} } = request;
      const signIn = { user: poolUserOf(request), rounds: session.map(roundOf), metadata: clientMetadata };
      const { kind, shown, kept } = await createAuthChallenge(signIn, dependencies);
      return {
        publicChallengeParameters: { ...shown },
        privateChallengeParameters: { ...kept },
        challengeMetadata: kind,
      };
    },
    // only a person with the right password comes so far
    answerOf: (error) => (error instanceof Problem ? `${error.code}: ${error.message}` : undefined),
  },
  { log, emit: emitMetric },
);
