import * as z from 'zod/mini';
import { serviceEnv } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const ACCESS_FUNCTIONS = {
  'add-token-claims': {
    environment: z.object({ ...serviceEnv }),
    access: {},
  },
} as const satisfies FunctionDefinitions;
