import { openLockouts } from '../../abuse/wiring.ts';
import { tokenMinting } from '../../client-sessions/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openConsents } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { emitMetric } from '../../platform/metrics.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { newIdentifier, systemClock, systemWait } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openActivePolicies } from '../../policies/wiring.ts';
import { openOpenSessions, openSessions, openTransitions } from '../../sessions/wiring.ts';
import { openTokenSigner } from '../../signing/wiring.ts';
import { readFaceLogins } from '../adapters/face-logins-file.ts';
import type { FACE_LOGIN_FUNCTIONS } from '../functions.ts';

/** Opens what the challenges of a sign-in are created from: a face's is a session with a token. */
export function createAuthChallengeDependencies(
  env: EnvironmentOf<typeof FACE_LOGIN_FUNCTIONS, 'create-auth-challenge'>,
) {
  return {
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
}
