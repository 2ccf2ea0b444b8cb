import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { undoEnrolmentInput, undoEnrolmentOutput } from '../contract/registration-workflow.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { log } from '../runtime/logger.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { readEnv } from '../runtime/settings.ts';
import { openEnrolments } from '../runtime/stores.ts';
import { taskHandler } from '../runtime/task-handler.ts';
import { undoEnrolment } from '../use-cases/undo-enrolment.ts';

const env = readEnv('undo-enrolment');
const dependencies = {
  enrolments: openEnrolments(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  emit: emitMetric,
};

export const handler = taskHandler(
  'undo-enrolment',
  undoEnrolmentInput,
  undoEnrolmentOutput,
  ({ registration }) => undoEnrolment(registration, dependencies),
  log,
);
