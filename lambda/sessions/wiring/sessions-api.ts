import { openLockouts } from '../../abuse/wiring.ts';
import { openCaptureLinks, tokenMinting } from '../../client-sessions/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openConsents } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3UploadForms } from '../../images/adapters/s3-upload-forms.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { newIdentifier, systemSecret } from '../../platform/system.ts';
import { openActivePolicies } from '../../policies/wiring.ts';
import { openTokenSigner } from '../../signing/wiring.ts';
import { openStepUpProofs } from '../../step-up/wiring.ts';
import type { SESSIONS_FUNCTIONS } from '../functions.ts';
import { openOpenSessions, openSessions, openTransitions } from '../wiring.ts';

/** Opens what the API of sessions reads, writes and signs with. */
export function sessionsApiDependencies(env: EnvironmentOf<typeof SESSIONS_FUNCTIONS, 'sessions-api'>) {
  return {
    // a step-up's proof is signed by the same key
    ...tokenMinting(env, openTokenSigner(env)),
    proofs: openStepUpProofs(env),
    sessions: openSessions(env),
    transitions: openTransitions(env),
    openSessions: openOpenSessions(env),
    ledgers: openLockouts(env),
    enrollments: openEnrollments(env),
    mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
    forms: createS3UploadForms(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN),
    activePolicy: openActivePolicies(env),
    ...openConsents(env),
    testMode: env.TEST_MODE === 'on',
    generations: readGenerations(env),
    generationsInUse: openGenerations(env),
    captureLinks: openCaptureLinks(env),
    pageUrl: env.CAPTURE_PAGE_URL,
    newSecret: systemSecret,
    newIdentifier,
  };
}
