import * as z from 'zod/mini';
import { open, verifying } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { signingKeySet } from './contract.ts';

export const SIGNING_FUNCTIONS = {
  // apart from all others, since anybody may call it: it reads two public keys and nothing else
  'signing-keys-api': {
    environment: z.object({ ...open, ...verifying }),
    access: {},
    openRoutes: {
      'list-signing-keys': {
        method: 'GET',
        path: '/.well-known/jwks.json',
        maxAgeSeconds: 300,
        summary: 'List the public keys that verify proofs of step-ups.',
        success: { status: 200, description: 'The keys, as a JSON Web Key Set.', schema: signingKeySet },
      },
    },
  },
} as const satisfies FunctionDefinitions;
