import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { type Caller, grantFor, hasRole } from '../../../lambda/kernel/caller.ts';
import {
  API_SCOPES,
  apiScope,
  BACKEND_SCOPES,
  GRANTED_SCOPES,
  type OperatorRole,
  ROLES_BY_RANK,
} from '../../../lambda/kernel/tenancy.ts';
import { permittedCaller } from '../../../lambda/platform/permitted-caller.ts';
import {
  deleterOfFaces,
  everyone,
  operator,
  type Route,
  readerOfReports,
  scopesLetThrough,
  staff,
} from '../../../lambda/platform/route.ts';
import { WEBHOOKS_FUNCTIONS } from '../../../lambda/webhooks/functions.ts';
import { aBackend, aCaller } from '../../support/lambda/builders.ts';

const routes = Object.entries<Route>(ROUTES);
/** Operators are people too, and their tokens say so. */
const anOperatorWith = (role: OperatorRole): Caller => ({ ...aCaller(['self', 'operate'], role), role });
const refusal = (route: Pick<Route, 'scopes' | 'role'>, caller: Caller): string | undefined => {
  try {
    permittedCaller(route, caller);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe.each(routes)('%s', (_name, route) => {
  it.each(ROLES_BY_RANK)('is open to a %s who has its least role, as an operator', (role) => {
    const caller = anOperatorWith(role);
    const isForOperators = (route.scopes as readonly string[]).includes('operate');
    expect(isForOperators).toBe(route.role !== undefined);
    if (route.role !== undefined && hasRole(caller, route.role))
      expect(permittedCaller(route, caller)).toBe(caller);
    else if ((route.scopes as readonly string[]).includes('self'))
      expect(permittedCaller(route, caller)).toEqual(aCaller(['self'], role));
    else if (route.role === undefined) expect(refusal(route, caller)).toContain('one of the scopes');
    else expect(refusal(route, caller)).toContain(`the role ${route.role}`);
  });
});

describe('a caller', () => {
  it('is told which role or scope is missing', () => {
    expect(refusal({ scopes: operator, role: 'reviewer' }, anOperatorWith('viewer'))).toBe(
      'this route requires the role reviewer, or a higher one; the token has the role viewer',
    );
    expect(refusal({ scopes: operator, role: 'administrator' }, anOperatorWith('viewer'))).toBe(
      'this route requires the role administrator; the token has the role viewer',
    );
    expect(refusal({ scopes: operator, role: 'viewer' }, aBackend())).toBe(
      'this route requires one of the scopes operate',
    );
    expect(refusal({ scopes: staff, role: 'viewer' }, aCaller())).toBe(
      'this route requires one of the scopes manage, operate',
    );
  });

  it('who is no operator stays who they are', () => {
    for (const caller of [aCaller(), aBackend()])
      expect(permittedCaller({ scopes: everyone, role: 'administrator' }, caller)).toBe(caller);
  });
});

describe('a backend', () => {
  const forGrants = [
    [readerOfReports, 'viewer', 'reports'],
    [deleterOfFaces, 'administrator', 'users'],
  ] as const;

  it.each(forGrants)('is let through to %s with every scope of backends, so that it gets 403', (scopes) => {
    expect(scopesLetThrough({ scopes })).toEqual(expect.arrayContaining(BACKEND_SCOPES.map(apiScope)));
    expect(scopesLetThrough({ scopes: operator })).not.toContain(apiScope('manage'));
  });

  it.each(forGrants)('is told which scope it lacks on %s, whatever else it may', (scopes, role, grant) => {
    for (const scope of BACKEND_SCOPES) {
      const caller = aCaller([scope], 'client-1');
      if (scope === grant) expect(permittedCaller({ scopes, role }, caller)).toBe(caller);
      else
        expect(refusal({ scopes, role }, caller)).toBe(
          `this route requires the scope face-idv/${API_SCOPES[grant]} of a backend; the token lacks it`,
        );
    }
  });

  it('may do some things by a grant alone, and list the faces that it deletes', () => {
    const ofWebhooks = Object.keys(WEBHOOKS_FUNCTIONS['webhooks-api'].routes);
    const taking = (isTaken: (route: Route) => boolean) =>
      routes.filter(([, route]) => isTaken(route)).map(([name]) => name);
    expect(taking((route) => grantFor(route) !== undefined)).toEqual([
      'get-verification-report',
      'consume-step-up-proof',
      'withdraw-consent',
      'delete-user-face',
      'export-user-data',
      'create-repudiation-link',
      'repudiate-enrollment',
      'list-liveness-labels',
      ...ofWebhooks,
      'request-erasure',
      'list-erasure-requests',
      'get-erasure-request',
    ]);
    expect(taking(({ scopes }) => GRANTED_SCOPES.some((grant) => scopes.includes(grant)))).toEqual([
      'get-verification-report',
      'consume-step-up-proof',
      'withdraw-consent',
      'list-user-faces',
      'delete-user-face',
      'export-user-data',
      'create-repudiation-link',
      'repudiate-enrollment',
      'list-liveness-labels',
      ...ofWebhooks,
      'request-erasure',
      'list-erasure-requests',
      'get-erasure-request',
    ]);
  });
});

it('people who view change nothing, and administrators alone delete and administer', () => {
  const rolesOf = (isOf: (route: Route) => boolean) =>
    new Set(routes.filter(([, route]) => route.role && isOf(route)).map(([, { role }]) => role));
  // an export of all that is stored about a user takes more than a view of it
  const isView = ({ method, audit }: Route) =>
    method === 'GET' && !(typeof audit === 'object' && audit.reasonRequired);
  expect(rolesOf(isView)).toEqual(new Set(['viewer']));
  expect(rolesOf(({ method }) => method === 'DELETE')).toEqual(new Set(['administrator']));
  expect(rolesOf(({ method }) => method === 'POST')).toEqual(new Set(['reviewer', 'administrator']));
});
