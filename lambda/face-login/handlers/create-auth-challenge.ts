import type { CreateAuthChallengeTriggerEvent } from 'aws-lambda';
import { openLockouts } from '../../abuse/wiring.ts';
import { tokenMinting } from '../../client-sessions/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openConsents } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { Problem } from '../../kernel/problem.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { triggerHandler } from '../../platform/trigger-handler.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openActivePolicies } from '../../policies/wiring.ts';
import { openOpenSessions, openSessions, openTransitions } from '../../sessions/wiring.ts';
import { openTokenSigner } from '../../signing/wiring.ts';
import { readFaceLogins } from '../adapters/face-logins-file.ts';
import { createAuthChallenge } from '../create-auth-challenge.ts';
import { poolUserOf } from '../domain/pool-user.ts';
import { roundOf } from '../domain/round.ts';
import { FACE_LOGIN_FUNCTIONS } from '../functions.ts';

const env = readEnv(FACE_LOGIN_FUNCTIONS, 'create-auth-challenge');
const dependencies = {
  modes: readFaceLogins(env),
  ...tokenMinting(env, openTokenSigner(env)),
  sessions: openSessions(env),
  transitions: openTransitions(env),
  openSessions: openOpenSessions(env),
  ledgers: openLockouts(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  ...openConsents(env),
  activePolicy: openActivePolicies(env),
  stagePolicy: readStagePolicy(env),
  generations: readGenerations(env),
  generationsInUse: openGenerations(env),
  // a sign-in is never simulated
  testMode: false,
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
  wait: systemWait,
};

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
