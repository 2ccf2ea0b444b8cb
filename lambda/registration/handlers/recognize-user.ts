import { openReceipts } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../../images/adapters/sharp-image-editor.ts';
import { openFaceAnalysis } from '../../images/wiring.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { recognizeUserInput, recognizeUserOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { recognizeEnrolledUser } from '../recognize-enrolled-user.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'recognize-user');
const policyOf = openPolicyOf(env);
const dependencies = {
  receipts: openReceipts(env),
  ...faceSearch(rekognitionClient, env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  faces: openFaceAnalysis(env.STATELESS_REGIONS),
  editor: sharpImageEditor,
  collectionPrefix: env.COLLECTION_PREFIX,
};

export const handler = taskHandler(
  'recognize-user',
  recognizeUserInput,
  recognizeUserOutput,
  async (input) =>
    recognizeEnrolledUser(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
