import {
  type API_SCOPES,
  apiScope,
  BACKEND_SCOPES,
  OPERATOR_ROLES,
  ROLES_BY_RANK,
} from '../kernel/tenancy.ts';
import type { Route } from '../platform/route.ts';
import type { Json } from './openapi-schemas.ts';

type Scope = keyof typeof API_SCOPES;

const SCOPES: Readonly<Record<Scope, string>> = {
  self: 'Run the own verification, as an end user.',
  manage: "Run verifications for any user of the tenant, as the tenant's backend.",
  view: 'Read reports and cases, as an operator with the role viewer.',
  review: 'Decide review cases, as an operator with the role reviewer.',
  operate: 'Administer, as an operator with the role administrator.',
  reports: 'Read reports with reasons and measures, and no images, as a backend to which it was granted.',
  users:
    'Delete faces of users, export their data, withdraw their consents, erase and freeze users, and create links of notices, as a backend to which it was granted.',
  proofs: 'Spend proofs of step-ups, as a backend to which it was granted.',
  webhooks: 'Manage webhook endpoints, as a backend to which it was granted.',
};

/** Scheme of the tokens with a scope: backends use client credentials, people sign in to the user pool. */
const schemeOf = (scope: Scope) =>
  (BACKEND_SCOPES as readonly Scope[]).includes(scope) ? 'backend' : 'person';

/**
 * A backend gets its token by OAuth 2.0. People do not: the client of the user pool signs them in by SRP and
 * has no hosted page, so their token is a bearer token whose scopes the pool adds.
 */
export const securitySchemes = (): Json => ({
  backend: {
    type: 'oauth2',
    description:
      "Client credentials of the tenant's client `backend-{tenant}`. Replace `auth.example.com` by the host of the output `TokenEndpoint` of the stack `FaceIdv-{stage}-Data`. No scope parameter is needed: the token carries the first scope below, those that the tenant has granted, and the tenant. A `scope` parameter narrows them.",
    flows: {
      clientCredentials: {
        tokenUrl: 'https://auth.example.com/oauth2/token',
        scopes: Object.fromEntries(BACKEND_SCOPES.map((scope) => [apiScope(scope), SCOPES[scope]])),
      },
    },
  },
  person: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `The access token of an end user or operator who has signed in to the user pool (\`USER_SRP_AUTH\`, outputs \`UserPoolId\` and \`EndUserClientId\`). End users have the scope \`${apiScope('self')}\`; operators also have that of each of their groups: ${groupsInWords()}.`,
  },
  client: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The `client_token` that a backend gets with a session that it creates, for an app or page: it acts on that session alone, and ends with it.',
  },
});

/** Requirement of the routes that take client tokens. */
export const CLIENT_SECURITY: readonly Json[] = [{ client: [] }];

const groupsInWords = (): string =>
  ROLES_BY_RANK.map((role) => {
    const { group, scope } = OPERATOR_ROLES[role];
    return `\`${group}\` \`${apiScope(scope)}\``;
  }).join(', ');

/** Scopes of a route; those of operators begin with the least role. */
export const sufficientScopes = ({ scopes, role }: Pick<Route, 'scopes' | 'role'>): Scope[] =>
  scopes.flatMap((scope) =>
    scope === 'operate' && role !== undefined
      ? ROLES_BY_RANK.slice(ROLES_BY_RANK.indexOf(role)).map((one) => OPERATOR_ROLES[one].scope)
      : [scope],
  );

/** One requirement per scope, since any one of them suffices. */
export const securityOf = (route: Route): Json[] =>
  sufficientScopes(route).map((scope) => ({ [schemeOf(scope)]: [apiScope(scope)] }));

export function scopesInWords(route: Route): string {
  const scopes = sufficientScopes(route).map((scope) => `\`${apiScope(scope)}\``);
  return `Requires ${scopes.length === 1 ? 'the scope' : 'one of the scopes'} ${scopes.join(', ')}.`;
}
