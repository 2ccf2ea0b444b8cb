import * as z from 'zod/mini';
import { CHECK, DELETE, GET, LIST_OBJECTS, PUT, QUERY, READ_IMAGE, UPDATE } from '../platform/access.ts';
import {
  control,
  enrolled,
  mapping,
  replicated,
  serviceEnv,
  subjectHashing,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const REPLICATION_FUNCTIONS = {
  'replicate-image': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...enrolled,
      ...replicated,
      ...subjectHashing,
    }),
    access: {
      subjectHash: true,
      limiter: true,
      faceMapping: [GET, QUERY, PUT, DELETE, CHECK],
      control: [GET, UPDATE, DELETE],
      enrolled: [...READ_IMAGE, LIST_OBJECTS],
      replicas: ['rekognition:IndexFaces', 'rekognition:DeleteFaces', 'rekognition:SearchFacesByImage'],
    },
  },
  'resend-replications': {
    environment: z.object({ ...serviceEnv, ...mapping, ...control, ...replicated }),
    access: { control: [GET, QUERY, UPDATE] },
  },
} as const satisfies FunctionDefinitions;
