import { createDynamoBulkEnrolment } from '../adapters/dynamo-bulk-enrolment.ts';
import { createRekognitionFaceAnalysis } from '../adapters/rekognition-face-analysis.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { sharpImageEditor } from '../adapters/sharp-image-editor.ts';
import { createSqsFailedItems } from '../adapters/sqs-failed-items.ts';
import { indexBatchInput, indexBatchOutput } from '../contract/index-jobs.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { sqsClient } from '../runtime/clients/sqs.ts';
import { faceSearch } from '../runtime/face-search.ts';
import { imageSources } from '../runtime/image-sources.ts';
import { log } from '../runtime/logger.ts';
import { measured } from '../runtime/rekognition.ts';
import { parseGenerations, readEnv } from '../runtime/settings.ts';
import { mappingTables, openEnrolments, openIndexJobs, openRateLimiter } from '../runtime/stores.ts';
import { newIdentifier } from '../runtime/system.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { indexBatch } from '../use-cases/index-batch.ts';

const env = readEnv('index-batch');
const tables = mappingTables(env);
const dependencies = {
  ...faceSearch(singleAttemptRekognitionClient, env),
  jobs: openIndexJobs(env),
  files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
  failedItems: createSqsFailedItems(sqsClient, env.FAILED_ITEMS_QUEUE_URL),
  enrolments: openEnrolments(env),
  bulk: createDynamoBulkEnrolment(documentClient, tables, parseGenerations(env.GENERATIONS)),
  sourceOf: imageSources(env),
  faces: createRekognitionFaceAnalysis(singleAttemptRekognitionClient, measured),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  editor: sharpImageEditor,
  limiter: openRateLimiter(env),
  collectionPrefix: env.COLLECTION_PREFIX,
  newIdentifier,
};

export const handler = taskHandler(
  'index-batch',
  indexBatchInput,
  indexBatchOutput,
  (input) => indexBatch(input, dependencies),
  log,
);
