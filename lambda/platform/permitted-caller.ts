import { type Caller, grantFor, hasRole, isBackend, isHighestRole } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import { apiScope } from '../kernel/tenancy.ts';
import type { Route } from './route.ts';

/**
 * Returns the caller as what they may be on a route: an operator whose role does not suffice is there the
 * person that they also are, if the route takes people.
 * @throws Problem `forbidden` if the route takes none of what the caller is
 */
export function permittedCaller(route: Pick<Route, 'scopes' | 'role'>, caller: Caller): Caller {
  const permitted = withinRole(route, caller);
  if (route.scopes.some((scope) => permitted.scopes.includes(scope))) return permitted;
  if (caller.role !== undefined && route.role !== undefined)
    throw new Problem(
      'forbidden',
      `this route requires the role ${route.role}${isHighestRole(route.role) ? '' : ', or a higher one'}; the token has the role ${caller.role}`,
    );
  const grant = isBackend(caller) ? grantFor(route) : undefined;
  if (grant !== undefined)
    throw new Problem(
      'forbidden',
      `this route requires the scope ${apiScope(grant)} of a backend; the token lacks it`,
    );
  throw new Problem('forbidden', `this route requires one of the scopes ${route.scopes.join(', ')}`);
}

function withinRole({ role: least }: Pick<Route, 'role'>, caller: Caller): Caller {
  const { role, scopes, ...person } = caller;
  if (role === undefined || (least !== undefined && hasRole(caller, least))) return caller;
  return { ...person, scopes: scopes.filter((scope) => scope !== 'operate') };
}
