import * as z from 'zod/mini';
import { serviceEnv } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const EVENTS_FUNCTIONS = {
  // its stream and the bus are given to it where they are
  'publish-events': {
    environment: z.object({ STAGE: serviceEnv.STAGE }),
    access: {},
  },
} as const satisfies FunctionDefinitions;
