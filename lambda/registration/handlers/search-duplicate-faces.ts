import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { shadowReadRequests } from '../../migration/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openInteractivePermits } from '../../rate-limits/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { openWatchlistLookup } from '../../watchlist/wiring.ts';
import { searchDuplicateFacesInput, searchDuplicateFacesOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { searchDuplicateFaces } from '../search-duplicate-faces.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'search-duplicate-faces');
const policyOf = openPolicyOf(env);
const dependencies = {
  receipts: openReceipts(env),
  ...faceSearch(rekognitionClient, env),
  ...shadowReadRequests(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  pairs: openAllowedPairs(env),
  enrollments: openEnrollments(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  entries: openWatchlistLookup(env),
  declared: readGenerations(env),
  takePermits: openInteractivePermits(env),
  collectionPrefix: env.COLLECTION_PREFIX,
};

export const handler = taskHandler(
  'search-duplicate-faces',
  searchDuplicateFacesInput,
  searchDuplicateFacesOutput,
  async (input) =>
    searchDuplicateFaces(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
