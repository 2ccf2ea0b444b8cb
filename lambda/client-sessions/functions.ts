import * as z from 'zod/mini';
import { serviceEnv, verifying } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';

export const CLIENT_SESSIONS_FUNCTIONS = {
  // decides by the token alone: it reads two public keys, no table, and works for no tenant
  'client-session-authorizer': {
    environment: z.object({ ...serviceEnv, ...verifying }),
    access: {},
  },
} as const satisfies FunctionDefinitions;
