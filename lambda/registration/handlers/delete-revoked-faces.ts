import { createRekognitionFaceCollections } from '../../collections/adapters/rekognition-face-collections.ts';
import { deleteRevokedFaces } from '../../enrollment/delete-revoked-faces.ts';
import { openFaceDeletions } from '../../enrollment/wiring.ts';
import { createS3ImageStore } from '../../images/adapters/s3-image-store.ts';
import { rekognitionClient } from '../../platform/clients/rekognition.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import { log } from '../../platform/logger.ts';
import { emitMetric } from '../../platform/metrics.ts';
import { readEnv } from '../../platform/read-env.ts';
import { measured } from '../../platform/rekognition.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { deleteRevokedFacesInput, deleteRevokedFacesOutput } from '../contract.ts';
import { deletionIdOf } from '../end-registration.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'delete-revoked-faces');
const dependencies = {
  deletions: openFaceDeletions(env),
  collections: createRekognitionFaceCollections(rekognitionClient, measured, emitMetric),
  images: createS3ImageStore(s3Client, env.EVIDENCE_BUCKET),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  emit: emitMetric,
};

export const handler = taskHandler(
  'delete-revoked-faces',
  deleteRevokedFacesInput,
  deleteRevokedFacesOutput,
  async ({ registration }) => {
    const deletion = await dependencies.deletions.get(registration.tenant, deletionIdOf(registration));
    return { deleted_face_ids: deletion ? [...(await deleteRevokedFaces(deletion, dependencies))] : [] };
  },
  log,
);
