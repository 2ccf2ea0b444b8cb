import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Caller, CallerScope } from '../kernel/caller.ts';
import { Problem } from '../kernel/problem.ts';
import {
  apiScope,
  BACKEND_SCOPES,
  OPERATOR_ROLES,
  ROLES_BY_RANK,
  tenantOfScopes,
} from '../kernel/tenancy.ts';

/** The claims of an access token that API Gateway's authorizer passes on; scopes are separated by spaces. */
const claims = z.object({ sub: z.string().check(z.minLength(1)), scope: z.string() });

/**
 * Returns the caller of a request, from the token that API Gateway has verified.
 * @throws Problem `unauthorized` without claims, `forbidden` if the token names no tenant or several
 */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const parsed = claims.safeParse(event.requestContext.authorizer?.claims);
  if (!parsed.success) throw new Problem('unauthorized', 'send an access token in the Authorization header');
  const scopes = parsed.data.scope.split(' ');
  const tenant = tenantOfScopes(scopes);
  if (tenant === undefined)
    throw new Problem('forbidden', 'the token must carry exactly one scope tenant/{name}');
  const role = ROLES_BY_RANK.findLast((one) => scopes.includes(apiScope(OPERATOR_ROLES[one].scope)));
  return {
    tenant,
    subject: parsed.data.sub,
    scopes: [
      ...ACTING.filter((scope) => scopes.includes(apiScope(scope))),
      ...(role === undefined ? [] : (['operate'] as const)),
    ],
    ...(role === undefined ? {} : { role }),
  };
}

const ACTING = ['self', ...BACKEND_SCOPES] as const satisfies readonly CallerScope[];
