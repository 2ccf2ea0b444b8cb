import * as z from 'zod/mini';
import { DELETE, GET, PUT, QUERY, UPDATE } from '../platform/access.ts';
import { control, mapping, policy, rates, second, serviceEnv, userVectors } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const USER_VECTORS_FUNCTIONS = {
  'associate-user-faces': {
    environment: z.object({
      ...serviceEnv,
      ...mapping,
      ...control,
      ...policy,
      ...rates,
      ...userVectors,
      ...second,
    }),
    access: {
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
