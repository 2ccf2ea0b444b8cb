import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { openEnrollments } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { undoEnrollmentInput, undoEnrollmentOutput } from '../contract.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { undoEnrollment } from '../undo-enrollment.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'undo-enrollment');
const dependencies = {
  enrollments: openEnrollments(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  emit: emitMetric,
};

export const handler = taskHandler(
  'undo-enrollment',
  undoEnrollmentInput,
  undoEnrollmentOutput,
  ({ registration }) => undoEnrollment(registration, dependencies),
  log,
);
