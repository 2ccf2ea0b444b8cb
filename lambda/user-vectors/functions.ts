import * as z from 'zod/mini';
import { DELETE, GET, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  control,
  mapping,
  rates,
  second,
  serviceEnv,
  stagePolicy,
  subjectHashing,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const USER_VECTORS_FUNCTIONS = {
  'associate-user-faces': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...stagePolicy,
      ...rates,
      ...userVectors,
      ...second,
      ...subjectHashing,
    }),
    access: {
      subjectHash: true,
      limiter: true,
      faceMapping: [QUERY, DELETE],
      // a surplus face is deleted with its mapping and record
      control: [GET, UPDATE, DELETE],
      collections: [
        'rekognition:CreateUser',
        'rekognition:AssociateFaces',
        'rekognition:DisassociateFaces',
        'rekognition:DeleteUser',
        'rekognition:DeleteFaces',
        'rekognition:ListFaces',
        'rekognition:SearchUsers',
      ],
    },
  },
  'resend-user-vectors': {
    environment: z.object({ ...serviceEnv, ...control, ...userVectors }),
    access: { control: [QUERY, PUT] },
  },
} as const satisfies FunctionDefinitions;
