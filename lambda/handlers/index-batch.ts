import { createDynamoBulkEnrolment } from '../adapters/dynamo-bulk-enrolment.ts';
import { createDynamoEnrolmentStore } from '../adapters/dynamo-enrolment-store.ts';
import { createDynamoGenerationRegistry } from '../adapters/dynamo-generation-registry.ts';
import { createDynamoIndexJobStore } from '../adapters/dynamo-index-job-store.ts';
import { createDynamoRateLimiter } from '../adapters/dynamo-rate-limiter.ts';
import { createDynamoUserVectorRequests } from '../adapters/dynamo-user-vector-requests.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createRekognitionUserCollections } from '../adapters/rekognition-user-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { sharpImageEditor } from '../adapters/sharp-image-editor.ts';
import { createSqsFailedItems } from '../adapters/sqs-failed-items.ts';
import { indexBatchInput, indexBatchOutput } from '../contract/index-jobs.ts';
import { documentClient, ownDocumentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, parsePolicy, parseQuotas, readEnv } from '../runtime/settings.ts';
import { newIdentifier, systemClock, systemTimeout, systemWait } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { indexBatch } from '../use-cases/index-batch.ts';

const env = readEnv('index-batch');
const tables = { control: env.CONTROL_TABLE, faceMapping: env.FACE_MAPPING_TABLE };
const dependencies = {
  jobs: createDynamoIndexJobStore(documentClient, env.CONTROL_TABLE, systemClock),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  failedItems: createSqsFailedItems(sqsClient, env.FAILED_ITEMS_QUEUE_URL),
  enrolments: createDynamoEnrolmentStore(documentClient, env.CONTROL_TABLE, systemClock),
  bulk: createDynamoBulkEnrolment(documentClient, tables, parseGenerations(env.GENERATIONS)),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  editor: sharpImageEditor,
  collections: createRekognitionFaceCollections(singleAttemptRekognitionClient, measured),
  limiter: createDynamoRateLimiter(
    ownDocumentClient,
    env.CONTROL_TABLE,
    parseQuotas(env.RATE_LIMITS),
    systemClock,
  ),
  users: createRekognitionUserCollections(singleAttemptRekognitionClient, measured),
  vectorRequests: createDynamoUserVectorRequests(documentClient, env.CONTROL_TABLE, systemClock),
  wait: systemWait,
  timeout: systemTimeout,
  collectionPrefix: env.COLLECTION_PREFIX,
  generations: createDynamoGenerationRegistry(
    documentClient,
    env.CONTROL_TABLE,
    parseGenerations(env.GENERATIONS),
  ),
  policy: parsePolicy(env.VERIFICATION_POLICY),
  clock: systemClock,
  newIdentifier,
  emit: emitMetric,
};

export const handler = taskHandler(
  'index-batch',
  indexBatchInput,
  indexBatchOutput,
  (input) => indexBatch(input, dependencies),
  log,
);
