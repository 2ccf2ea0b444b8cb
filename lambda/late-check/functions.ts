import * as z from 'zod/mini';
import { GET, PUT, QUERY } from '../platform/access.ts';
import {
  collections,
  control,
  enrolled,
  lateCheck,
  mapping,
  policies,
  rates,
  reviewing,
  serviceEnv,
  sessions,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const LATE_CHECK_FUNCTIONS = {
  'late-check': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...control,
      ...mapping,
      ...enrolled,
      ...policies,
      ...collections,
      ...rates,
      ...lateCheck,
      ...reviewing,
    }),
    access: {
      limiter: true,
      sessions: [GET, QUERY],
      faceMapping: [QUERY],
      control: [GET, PUT, QUERY],
      enrolled: ['s3:GetObject'],
      collections: ['rekognition:SearchFacesByImage', 'rekognition:SearchUsersByImage'],
    },
  },
} as const satisfies FunctionDefinitions;
