import * as z from 'zod/mini';
import { GET, PUT, QUERY } from '../platform/access.ts';
import { control, route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator, type Route, staff } from '../platform/route.ts';
import { lockoutView } from './contract.ts';
import type { LockoutKind } from './domain/lockout.ts';

/** Kinds of subjects that have a lockout of their own in the API. */
type PublicKind = Exclude<LockoutKind, 'user_device'>;

/** The lockout's path for one kind of subject. */
const lockoutPath = <Kind extends PublicKind>(kind: Kind) => `/${kind}s/{${kind}_id}/lockout` as const;

const getRoute = <Kind extends PublicKind>(kind: Kind) =>
  ({
    method: 'GET',
    path: lockoutPath(kind),
    scopes: staff,
    role: 'viewer',
    audit: { action: 'lockout.read' },
    idempotent: false,

    summary: `Get a ${kind}'s lockout.`,
    success: { status: 200, description: 'The lockout state.', schema: lockoutView },
    problems: [],
  }) as const satisfies Route;

const liftRoute = <Kind extends PublicKind>(kind: Kind) =>
  ({
    method: 'DELETE',
    path: lockoutPath(kind),
    scopes: operator,
    role: 'administrator',
    audit: { action: 'lockout.lift', reasonRequired: true },
    idempotent: false,

    summary: `Lift a ${kind}'s lockout and reset the count of failed liveness checks.`,
    success: { status: 204, description: 'Lockout lifted.' },
    problems: [],
  }) as const satisfies Route;

export const ABUSE_FUNCTIONS = {
  'lockouts-api': {
    environment: z.object({ ...route, ...control }),
    access: { control: [GET, PUT, QUERY] },
    routes: {
      'get-user-lockout': getRoute('user'),
      'lift-user-lockout': liftRoute('user'),
      'get-device-lockout': getRoute('device'),
      'lift-device-lockout': liftRoute('device'),
    },
  },
} as const satisfies FunctionDefinitions;
