import * as z from 'zod/mini';
import { IDEMPOTENCY, QUERY } from '../platform/access.ts';
import { policies, route, sessions } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import { policySimulation, simulatePolicyRequest } from './contract.ts';

export const POLICY_SIMULATIONS_FUNCTIONS = {
  // apart from the policies: it reads sessions, and takes memory for hundreds of them
  'policy-simulations-api': {
    environment: z.object({ ...route, ...policies, ...sessions }),
    access: { control: [...IDEMPOTENCY, QUERY], sessions: [QUERY] },
    routes: {
      'simulate-policy': {
        method: 'POST',
        path: '/policies/{id}/simulations',
        scopes: operator,
        role: 'reviewer',
        audit: { action: 'policy.simulate' },
        idempotent: true,

        summary: 'Try a version of a policy on the newest decided sessions.',
        body: simulatePolicyRequest,
        success: {
          status: 200,
          description: 'How many sessions would have ended otherwise, and the error rates of labels.',
          schema: policySimulation,
        },
        problems: ['not_found', 'invalid_state'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
