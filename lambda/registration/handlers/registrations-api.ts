import { openLockouts } from '../../abuse/wiring.ts';
import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { authenticateUser } from '../../authentication/authenticate-user.ts';
import { checkWatchlistsAtLogin } from '../../authentication/check-watchlists-at-login.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { openFaceRecords } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../../images/adapters/sharp-image-editor.ts';
import { openFaceAnalysis } from '../../images/wiring.ts';
import { shadowReadRequests } from '../../migration/wiring.ts';
import { apiHandler } from '../../platform/api-handler.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sfnClient } from '../../platform/clients/sfn.ts';
import { idempotentDependencies } from '../../platform/idempotent-dependencies.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { createSfnWorkflow } from '../../platform/sfn-workflow.ts';
import { systemClock } from '../../platform/system.ts';
import { openCallLimiter } from '../../rate-limits/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { openSessions, openTransitions } from '../../sessions/wiring.ts';
import { openWatchlistLookup } from '../../watchlist/wiring.ts';
import { registrationExecution } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import {
  type SubmitVerificationSessionDependencies,
  submitVerificationSession,
} from '../submit-verification-session.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'registrations-api');
const shared = {
  sessions: openSessions(env),
  transitions: openTransitions(env),
  ledgers: openLockouts(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  clock: systemClock,
  emit: emitMetric,
};
const authentication = {
  ...shared,
  ...faceSearch(rekognitionClient, env),
  ...shadowReadRequests(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  faces: openFaceAnalysis(env.STATELESS_REGIONS),
  editor: sharpImageEditor,
};
const watchlists = {
  ...authentication,
  enrollments: openFaceRecords(env),
  pairs: openAllowedPairs(env),
  entries: openWatchlistLookup(env),
  declared: readGenerations(env),
};
const dependencies: SubmitVerificationSessionDependencies = {
  ...shared,
  editor: sharpImageEditor,
  policy: authentication.policy,
  authenticate: (session) =>
    authenticateUser(session, {
      ...authentication,
      checkWatchlists: (one, selfie) => checkWatchlistsAtLogin(one, selfie, watchlists),
    }),
  workflow: createSfnWorkflow(sfnClient, env.REGISTRATION_STATE_MACHINE_ARN, registrationExecution),
};

export const handler = apiHandler(
  REGISTRATION_FUNCTIONS['registrations-api'].routes,
  {
    'submit-verification-session': ({ caller, path }) =>
      submitVerificationSession(caller, path('id'), dependencies),
  },
  idempotentDependencies(env, openCallLimiter(env)),
);
