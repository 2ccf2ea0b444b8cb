import { createDynamoFaceMappingStore } from '../adapters/dynamo-face-mapping-store.ts';
import { createDynamoFaceRemoval } from '../adapters/dynamo-face-removal.ts';
import { createRekognitionFaceCollections } from '../adapters/rekognition-face-collections.ts';
import { createS3ImageStore } from '../adapters/s3-image-store.ts';
import { documentClient } from '../runtime/clients/dynamo.ts';
import { rekognitionClient } from '../runtime/clients/rekognition.ts';
import { s3Client } from '../runtime/clients/s3.ts';
import { httpDependencies } from '../runtime/http-dependencies.ts';
import { httpHandler } from '../runtime/http-handler.ts';
import { emitMetric } from '../runtime/metrics.ts';
import { measured } from '../runtime/rekognition.ts';
import { readEnv } from '../runtime/settings.ts';
import { deleteUserFace } from '../use-cases/delete-user-face.ts';

const env = readEnv('delete-user-face');
const dependencies = {
  mappings: createDynamoFaceMappingStore(documentClient, env.FACE_MAPPING_TABLE),
  removal: createDynamoFaceRemoval(documentClient, {
    control: env.CONTROL_TABLE,
    faceMapping: env.FACE_MAPPING_TABLE,
  }),
  collections: createRekognitionFaceCollections(rekognitionClient, measured),
  enrolledImages: createS3ImageStore(s3Client, env.ENROLLED_BUCKET),
  emit: emitMetric,
};

export const handler = httpHandler(
  'delete-user-face',
  {
    execute: ({ caller, path }) => deleteUserFace(caller, path('user_id'), path('face_id'), dependencies),
    present: () => undefined,
  },
  httpDependencies(env.ALLOWED_ORIGINS),
);
