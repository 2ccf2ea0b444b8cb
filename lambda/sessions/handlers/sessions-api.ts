import { openLockouts } from '../../abuse/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3UploadForms } from '../../images/adapters/s3-upload-forms.ts';
import { parsePolicy } from '../../kernel/policy.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { consumeStepUpProof } from '../../step-up/consume-step-up-proof.ts';
import { openStepUpProofs, proofSigning } from '../../step-up/wiring.ts';
import { attachStepUpProof } from '../attach-step-up-proof.ts';
import { cancelVerificationSession } from '../cancel-verification-session.ts';
import { createDocumentUpload } from '../create-document-upload.ts';
import { createVerificationSession } from '../create-verification-session.ts';
import { toDocumentUploadView } from '../document-upload-view.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { getVerificationReport } from '../get-verification-report.ts';
import { getVerificationSession } from '../get-verification-session.ts';
import { listVerificationSessions } from '../list-verification-sessions.ts';
import { takeAlternativePath } from '../take-alternative-path.ts';
import { openOpenSessions, openSessions, openTransitions } from '../wiring.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'sessions-api');
const proving = { ...proofSigning(env), proofs: openStepUpProofs(env), sessions: openSessions(env) };
const dependencies = {
  sessions: openSessions(env),
  transitions: openTransitions(env),
  openSessions: openOpenSessions(env),
  ledgers: openLockouts(env),
  enrollments: openEnrollments(env),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  forms: createS3UploadForms(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  generations: readGenerations(env),
  generationsInUse: openGenerations(env),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = apiHandler(
  SESSIONS_FUNCTIONS['sessions-api'].routes,
  {
    'create-verification-session': ({ caller, body }) =>
      createVerificationSession(caller, body, dependencies),
    'list-verification-sessions': ({ caller, query }) =>
      listVerificationSessions(caller, query, dependencies),
    'get-verification-session': presented(
      ({ caller, path }) => getVerificationSession(caller, path('id'), dependencies),
      (view, { caller }) => attachStepUpProof(caller, view, proving),
    ),
    'create-document-upload': presented(
      ({ caller, path }) => createDocumentUpload(caller, path('id'), dependencies),
      // signed for every answer, so that a repeated request gets a form that still works
      (place, { caller, path, body }) =>
        toDocumentUploadView(caller, path('id'), place, body.content_type, dependencies),
    ),
    'take-alternative-path': ({ caller, path, body }) =>
      takeAlternativePath(caller, path('id'), body, dependencies),
    'cancel-verification-session': ({ caller, path }) =>
      cancelVerificationSession(caller, path('id'), dependencies),
    'get-verification-report': ({ caller, path }) => getVerificationReport(caller, path('id'), dependencies),
    'consume-step-up-proof': ({ caller, path }) => consumeStepUpProof(caller, path('jti'), proving),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
