import { createDynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { searchDuplicateFacesInput, searchDuplicateFacesOutput } from '../contract/registration-workflow.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { faceSearch } from '../runtime/face-search.ts';
import { log } from '../runtime/logger.ts';
import { readEnv } from '../runtime/settings.ts';
import { shadowReadRequests } from '../runtime/shadow-reads.ts';
import { openEnrolments } from '../runtime/stores.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { searchDuplicateFaces } from '../use-cases/search-duplicate-faces.ts';

const env = readEnv('search-duplicate-faces');
const dependencies = {
  ...faceSearch(rekognitionClient, env),
  ...shadowReadRequests(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrolments: openEnrolments(env),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  collectionPrefix: env.COLLECTION_PREFIX,
};

export const handler = taskHandler(
  'search-duplicate-faces',
  searchDuplicateFacesInput,
  searchDuplicateFacesOutput,
  (input) => searchDuplicateFaces(input, dependencies),
  log,
);
