import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { type Caller, hasRole } from '../../../lambda/kernel/caller.ts';
import { type OperatorRole, ROLES_BY_RANK } from '../../../lambda/kernel/tenancy.ts';
import { permittedCaller } from '../../../lambda/platform/permitted-caller.ts';
import { everyone, operator, type Route, staff } from '../../../lambda/platform/route.ts';
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
    else expect(refusal(route, caller)).toContain(`the role ${route.role}`);
  });
});

describe('a caller', () => {
  it('is told which role or scope is missing', () => {
    expect(refusal({ scopes: operator, role: 'reviewer' }, anOperatorWith('viewer'))).toBe(
      'this route requires the role reviewer, or a higher one; the token has the role viewer',
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

it('people who view change nothing, and administrators alone delete and administer', () => {
  const rolesOf = (isOf: (route: Route) => boolean) =>
    new Set(routes.filter(([, route]) => route.role && isOf(route)).map(([, { role }]) => role));
  expect(rolesOf(({ method }) => method === 'GET')).toEqual(new Set(['viewer']));
  expect(rolesOf(({ method }) => method === 'DELETE')).toEqual(new Set(['administrator']));
  expect(rolesOf(({ method }) => method === 'POST')).toEqual(new Set(['reviewer', 'administrator']));
});
