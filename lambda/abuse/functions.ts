import * as z from 'zod';
import { GET, PUT } from '../platform/access.ts';
import { control, route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator, staff } from '../platform/route.ts';
import { lockoutView } from './contract.ts';

export const ABUSE_FUNCTIONS = {
  'get-user-lockout': {
    environment: z.object({ ...route, ...control }),
    access: { control: [GET] },
    route: {
      method: 'GET',
      path: '/users/{user_id}/lockout',
      scopes: staff,
      idempotent: false,

      summary: 'See whether a user may begin a liveness check.',
      success: { status: 200, description: 'How the lockout stands.', schema: lockoutView },
      problems: [],
    },
  },
  'lift-user-lockout': {
    environment: z.object({ ...route, ...control }),
    access: { control: [GET, PUT] },
    route: {
      method: 'DELETE',
      path: '/users/{user_id}/lockout',
      scopes: operator,
      idempotent: false,

      summary: 'Let a user begin liveness checks again, as if none had failed.',
      success: { status: 204, description: 'Nothing locks the user any more.' },
      problems: [],
    },
  },
  'get-device-lockout': {
    environment: z.object({ ...route, ...control }),
    access: { control: [GET] },
    route: {
      method: 'GET',
      path: '/devices/{device_id}/lockout',
      scopes: staff,
      idempotent: false,

      summary: 'See whether a device may begin a liveness check.',
      success: { status: 200, description: 'How the lockout stands.', schema: lockoutView },
      problems: [],
    },
  },
  'lift-device-lockout': {
    environment: z.object({ ...route, ...control }),
    access: { control: [GET, PUT] },
    route: {
      method: 'DELETE',
      path: '/devices/{device_id}/lockout',
      scopes: operator,
      idempotent: false,

      summary: 'Let a device begin liveness checks again, as if none had failed.',
      success: { status: 204, description: 'Nothing locks the device any more.' },
      problems: [],
    },
  },
} as const satisfies FunctionDefinitions;
