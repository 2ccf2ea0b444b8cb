import * as z from 'zod/mini';
import { GET } from '../platform/access.ts';
import { collections, control, rates, serviceEnv, stagePolicy } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const COLLECTIONS_FUNCTIONS = {
  'watch-face-model': {
    environment: z.object({
      ...serviceEnv,
      ...control,
      ...stagePolicy,
      ...collections,
      ...rates,
    }),
    access: {
      control: [GET],
      collections: ['rekognition:DescribeCollection'],
      modelProbe: [
        'rekognition:DescribeCollection',
        'rekognition:CreateCollection',
        'rekognition:DeleteCollection',
      ],
    },
  },
} as const satisfies FunctionDefinitions;
