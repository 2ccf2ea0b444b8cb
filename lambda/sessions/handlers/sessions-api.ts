import { getConsentText } from '../../consents/get-consent-text.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { presented } from '../../platform/endpoint.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { readEnv } from '../../platform/read-env.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { consumeStepUpProof } from '../../step-up/consume-step-up-proof.ts';
import { attachClientToken } from '../attach-client-token.ts';
import { attachStepUpProof } from '../attach-step-up-proof.ts';
import { cancelVerificationSession } from '../cancel-verification-session.ts';
import { createCaptureLink, toCaptureLinkView } from '../create-capture-link.ts';
import { createDocumentUpload } from '../create-document-upload.ts';
import { createVerificationSession } from '../create-verification-session.ts';
import { toDocumentUploadView } from '../document-upload-view.ts';
import { SESSIONS_FUNCTIONS } from '../functions.ts';
import { getVerificationReport } from '../get-verification-report.ts';
import { getVerificationSession } from '../get-verification-session.ts';
import { listVerificationSessions } from '../list-verification-sessions.ts';
import { reportInterruption } from '../report-interruption.ts';
import { takeAlternativePath } from '../take-alternative-path.ts';
import { sessionsApiDependencies } from '../wiring/sessions-api.ts';
import { openClientSessions } from '../wiring.ts';

const env = readEnv(SESSIONS_FUNCTIONS, 'sessions-api');
const dependencies = sessionsApiDependencies(env);

export const handler = apiHandler(
  SESSIONS_FUNCTIONS['sessions-api'].routes,
  {
    'create-verification-session': presented(
      ({ caller, body }) => createVerificationSession(caller, body, dependencies),
      // minted for every answer, and never stored with the idempotency record
      (view, { caller }) => attachClientToken(caller, view, dependencies),
    ),
    'list-verification-sessions': ({ caller, query }) =>
      listVerificationSessions(caller, query, dependencies),
    'get-verification-session': presented(
      ({ caller, path }) => getVerificationSession(caller, path('id'), dependencies),
      (view, { caller }) => attachStepUpProof(caller, view, dependencies),
    ),
    'create-document-upload': presented(
      ({ caller, path }) => createDocumentUpload(caller, path('id'), dependencies),
      // signed for every answer, so that a repeated request gets a form that still works
      (place, { caller, path, body }) =>
        toDocumentUploadView(caller, path('id'), place, body.content_type, dependencies),
    ),
    'get-consent-text': ({ caller, path, query }) =>
      getConsentText(caller, path('notice_version'), query, dependencies),
    'take-alternative-path': ({ caller, path, body }) =>
      takeAlternativePath(caller, path('id'), body, dependencies),
    'cancel-verification-session': ({ caller, path }) =>
      cancelVerificationSession(caller, path('id'), dependencies),
    'report-interruption': ({ caller, path, body }) =>
      reportInterruption(caller, path('id'), body, dependencies),
    'create-capture-link': presented(
      ({ caller, path }) => createCaptureLink(caller, path('id'), dependencies),
      // the secret is made for every answer, and never stored with the idempotency record
      (link, { caller, path }) => toCaptureLinkView(caller, path('id'), link, dependencies),
    ),
    'get-verification-report': ({ caller, path }) => getVerificationReport(caller, path('id'), dependencies),
    'consume-step-up-proof': ({ caller, path }) => consumeStepUpProof(caller, path('jti'), dependencies),
  },
  { ...idempotentDependencies(env, openCallLimiter(env)), clientSessions: openClientSessions(env) },
);
