import * as z from 'zod/mini';
import { CHECK, DELETE, DELETE_IMAGE, GET, LIST_OBJECTS, PUT, QUERY, UPDATE } from '../platform/access.ts';
import {
  collections,
  control,
  enrolled,
  evidence,
  mapping,
  rates,
  replicating,
  retention,
  serviceEnv,
  sessions,
  userVectors,
} from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const RETENTION_FUNCTIONS = {
  'enforce-retention': {
    environment: z.object({
      ...serviceEnv,
      ...sessions,
      ...control,
      ...mapping,
      ...evidence,
      ...enrolled,
      ...collections,
      ...rates,
      ...userVectors,
      ...replicating,
      ...retention,
      AUDIT_TABLE: z.string().check(z.minLength(1)),
    }),
    access: {
      limiter: true,
      sessions: [QUERY],
      faceMapping: [QUERY, DELETE, CHECK],
      control: [GET, PUT, UPDATE, DELETE, QUERY],
      audit: [QUERY],
      evidence: [LIST_OBJECTS],
      enrolled: DELETE_IMAGE,
      collections: ['rekognition:DeleteFaces', 'rekognition:DisassociateFaces', 'rekognition:DeleteUser'],
    },
  },
} as const satisfies FunctionDefinitions;
