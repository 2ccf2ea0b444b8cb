import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { permittedFaceCollections } from '../../collections/permitted-face-collections.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { openPlannedEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { newIdentifier, systemClock } from '../../platform/system.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { openPolicyOf } from '../../policies/wiring.ts';
import { openInteractivePermits } from '../../rate-limits/wiring.ts';
import { createDynamoSessionStore } from '../../sessions/adapters/dynamo-session-store.ts';
import { indexFaceInput, indexFaceOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { indexFace } from '../index-face.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'index-face');
const policyOf = openPolicyOf(env);
const dependencies = {
  receipts: openReceipts(env),
  sessions: createDynamoSessionStore(documentClient, env.SESSIONS_TABLE),
  enrollments: openPlannedEnrollments(env, env.SECOND_REGION),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  collections: permittedFaceCollections(
    createRekognitionFaceCollections(singleAttemptRekognitionClient, measured, emitMetric),
    openInteractivePermits(env),
  ),
  collectionPrefix: env.COLLECTION_PREFIX,
  generations: openGenerations(env),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = taskHandler(
  'index-face',
  indexFaceInput,
  indexFaceOutput,
  async (input) => indexFace(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
