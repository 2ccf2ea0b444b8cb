import * as z from 'zod/mini';
import { DELETE, DELETE_IMAGE, GET, READ_IMAGE } from '../platform/access.ts';
import { control, enrolled, evidence, rates, serviceEnv } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const ENROLLMENT_FUNCTIONS = {
  'delete-revoked-faces': {
    environment: z.object({ ...serviceEnv, ...control, ...evidence, ...enrolled, ...rates }),
    access: {
      limiter: true,
      control: [GET, DELETE],
      // a face that was indexed and never written down is found by its own image
      evidence: [...READ_IMAGE],
      enrolled: DELETE_IMAGE,
      collections: ['rekognition:SearchFacesByImage', 'rekognition:DeleteFaces'],
    },
  },
} as const satisfies FunctionDefinitions;
