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

      summary: "Get a user's lockout.",
      success: { status: 200, description: 'The lockout state.', schema: lockoutView },
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

      summary: "Lift a user's lockout and reset the count of failed liveness checks.",
      success: { status: 204, description: 'Lockout lifted.' },
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

      summary: "Get a device's lockout.",
      success: { status: 200, description: 'The lockout state.', schema: lockoutView },
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

      summary: "Lift a device's lockout and reset the count of failed liveness checks.",
      success: { status: 204, description: 'Lockout lifted.' },
      problems: [],
    },
  },
} as const satisfies FunctionDefinitions;
