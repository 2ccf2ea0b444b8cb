import { openAllowedPairs } from '../../allowed-pairs/wiring.ts';
import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { openReceipts } from '../../consents/wiring.ts';
import { createDynamoFaceMappingStore } from '../../enrollment/adapters/dynamo-face-mapping-store.ts';
import type { FaceDeletionRequest } from '../../enrollment/contract.ts';
import { mappingTables, openPlannedEnrollments } from '../../enrollment/wiring.ts';
import { createRekognitionFaceAnalysis } from '../../images/adapters/rekognition-face-analysis.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { sharpImageEditor } from '../../images/adapters/sharp-image-editor.ts';
import { documentClient } from '../../platform/clients/dynamo.ts';
import { singleAttemptRekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { sqsClient } from '../../platform/clients/sqs.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { createSqsMessageQueue } from '../../platform/sqs-message-queue.ts';
import { newIdentifier, systemRandom } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openRateLimiter } from '../../rate-limits/wiring.ts';
import { faceSearch } from '../../search/wiring.ts';
import { openSubjectHash, openTombstones } from '../../tombstones/wiring.ts';
import { createDynamoBulkEnrollment } from '../adapters/dynamo-bulk-enrollment.ts';
import { createS3IndexJobFiles } from '../adapters/s3-index-job-files.ts';
import { createSqsFailedItems } from '../adapters/sqs-failed-items.ts';
import type { BULK_INDEXING_FUNCTIONS } from '../functions.ts';
import { imageSources, openIndexJobs } from '../wiring.ts';

/** Opens what the rows of an index job are read from, compared with and written to. */
export function indexBatchDependencies(env: EnvironmentOf<typeof BULK_INDEXING_FUNCTIONS, 'index-batch'>) {
  const tables = mappingTables(env);
  return {
    ...faceSearch(singleAttemptRekognitionClient, env),
    policy: readStagePolicy(env),
    jobs: openIndexJobs(env),
    files: createS3IndexJobFiles(s3Client, env.EVIDENCE_BUCKET),
    failedItems: createSqsFailedItems(sqsClient, env.FAILED_ITEMS_QUEUE_URL),
    pairs: openAllowedPairs(env),
    tombstones: openTombstones(env),
    receipts: openReceipts(env),
    enrollments: openPlannedEnrollments(env, env.SECOND_REGION),
    mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
    bulk: createDynamoBulkEnrollment(documentClient, tables, readGenerations(env), openSubjectHash(env)),
    deletionQueue: createSqsMessageQueue<FaceDeletionRequest>(sqsClient, env.FACE_DELETION_QUEUE_URL),
    sourceOf: imageSources(env),
    faces: createRekognitionFaceAnalysis(singleAttemptRekognitionClient, measured),
    enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
    editor: sharpImageEditor,
    limiter: openRateLimiter(env),
    collectionPrefix: env.COLLECTION_PREFIX,
    newIdentifier,
    random: systemRandom,
  };
}
