import { type API_SCOPES, apiScope } from '../kernel/tenancy.ts';
import type { Route } from '../platform/route.ts';
import type { Json } from './openapi-schemas.ts';

type Scope = keyof typeof API_SCOPES;

const SCOPES: Readonly<Record<Scope, string>> = {
  self: 'Run the own verification, as an end user.',
  manage: "Run verifications for any user of the tenant, as the tenant's backend.",
  operate: 'Read reports, decide and administer, as an operator.',
};

/** Scheme of the tokens with a scope: backends use client credentials, people sign in to the user pool. */
const schemeOf = (scope: Scope) => (scope === 'manage' ? 'backend' : 'person');

/**
 * A backend gets its token by OAuth 2.0. People do not: the client of the user pool signs them in by SRP and
 * has no hosted page, so their token is a bearer token whose scopes the pool adds.
 */
export const securitySchemes = (): Json => ({
  backend: {
    type: 'oauth2',
    description:
      "Client credentials of the tenant's client `backend-{tenant}`. Replace `auth.example.com` by the host of the output `TokenEndpoint` of the stack `FaceIdv-{stage}-Data`. No scope parameter is needed: the token carries the scope below and the tenant.",
    flows: {
      clientCredentials: {
        tokenUrl: 'https://auth.example.com/oauth2/token',
        scopes: { [apiScope('manage')]: SCOPES.manage },
      },
    },
  },
  person: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `The access token of an end user or operator who has signed in to the user pool (\`USER_SRP_AUTH\`, outputs \`UserPoolId\` and \`EndUserClientId\`). End users have the scope \`${apiScope('self')}\`; members of the group \`operators\` also have \`${apiScope('operate')}\`.`,
  },
});

/** One requirement per scope, since any one of them suffices. */
export const securityOf = (route: Route): Json[] =>
  route.scopes.map((scope) => ({ [schemeOf(scope)]: [apiScope(scope)] }));

export const scopesInWords = ({ scopes }: Route): string =>
  `Requires ${scopes.length === 1 ? 'the scope' : 'one of the scopes'} ${scopes
    .map((scope) => `\`${apiScope(scope)}\``)
    .join(', ')}.`;
