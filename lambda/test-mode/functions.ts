import * as z from 'zod/mini';
import { GET, IDEMPOTENCY, PUT, UPDATE } from '../platform/access.ts';
import { api, policies, testMode } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { staff } from '../platform/route.ts';
import { clientView } from '../sessions/domain/client-view.ts';
import { simulateRequest } from './contract.ts';

export const TEST_MODE_FUNCTIONS = {
  // without any right on faces or images, so that no simulation can reach one
  'test-helpers-api': {
    environment: z.object({ ...api, ...policies, ...testMode }),
    access: { sessions: [GET, PUT, UPDATE], control: IDEMPOTENCY },
    routes: {
      'simulate-verification-session': {
        method: 'POST',
        path: '/test-helpers/verification-sessions/{id}/simulate',
        scopes: staff,
        role: 'administrator',
        audit: { action: 'session.simulate' },
        idempotent: true,

        summary: 'Simulate an outcome of a test session.',
        body: simulateRequest,
        success: { status: 200, description: 'The session after it.', schema: clientView },
        problems: ['not_found', 'test_mode_off', 'invalid_state', 'session_expired'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
