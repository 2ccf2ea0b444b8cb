import { timingSafeEqual } from 'node:crypto';
import type { CloudRequest, CloudResponse } from '../emulator.ts';
import type { Client, Directory } from './directory.ts';
import type { SigningKey } from './signing-key.ts';
import { issuerOf, type Tokens } from './tokens.ts';

/** The pages of a pool that are not AWS operations: OAuth 2 tokens, OpenID discovery and keys. */
export interface OAuthDependencies {
  readonly directory: Directory;
  readonly key: SigningKey;
  readonly tokens: Tokens;
  readonly region: string;
  readonly endpoint: () => string;
}

/** The OAuth errors that `POST /oauth2/token` answers (RFC 6749 section 5.2). */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

const DISCOVERY_PATH = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** True for the paths that {@link handleOAuth} answers. */
export const isOAuthPath = (path: string): boolean => path === '/oauth2/token' || DISCOVERY_PATH.test(path);

export function handleOAuth(request: CloudRequest, dependencies: OAuthDependencies): CloudResponse {
  const { pathname } = request.url;
  if (pathname === '/oauth2/token') {
    return request.method === 'POST' ? tokenResponse(request, dependencies) : json(405, {});
  }
  const [, poolId = '', page] = DISCOVERY_PATH.exec(pathname) ?? [];
  if (!dependencies.directory.pools.get(poolId)) {
    return json(404, { message: `User pool ${poolId} does not exist.` });
  }
  return json(200, page === 'jwks.json' ? { keys: [dependencies.key.jwk] } : discovery(poolId, dependencies));
}

function discovery(poolId: string, { region, endpoint, directory }: OAuthDependencies): object {
  const servers = [...directory.resourceServers.values()].filter((server) => server.poolId === poolId);
  return {
    issuer: issuerOf(region, poolId),
    jwks_uri: `${endpoint()}/${poolId}/.well-known/jwks.json`,
    token_endpoint: `${endpoint()}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    grant_types_supported: ['client_credentials'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    scopes_supported: servers.flatMap(({ definition }) =>
      definition.Scopes.map(({ ScopeName }) => `${definition.Identifier}/${ScopeName}`),
    ),
  };
}

function tokenResponse(
  { headers, body }: CloudRequest,
  { directory, tokens }: OAuthDependencies,
): CloudResponse {
  const form = new URLSearchParams(body.toString('utf8'));
  const credentials = clientCredentials(headers.authorization, form);
  if (!credentials || !form.has('grant_type')) return refusal('invalid_request');
  const client = directory.clients.get(credentials.id);
  if (!client?.secret || !isSecret(client, credentials.secret)) return refusal('invalid_client');
  if (form.get('grant_type') !== 'client_credentials') return refusal('unsupported_grant_type');
  if (!client.definition.AllowedOAuthFlows.includes('client_credentials')) {
    return refusal('unauthorized_client');
  }
  const allowed = client.definition.AllowedOAuthScopes;
  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [];
  if (asked.some((scope) => !allowed.includes(scope))) return refusal('invalid_scope');
  const { token, expiresIn } = tokens.issueToMachine(client, asked.length > 0 ? asked : allowed);
  return json(200, { access_token: token, expires_in: expiresIn, token_type: 'Bearer' });
}

/**
 * Id and secret from the Basic header or the form (RFC
 * 6749 section 2.3.1); both are plain letters and digits.
 */
function clientCredentials(
  authorization: string | undefined,
  form: URLSearchParams,
): { id: string; secret: string } | undefined {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
  }
  const id = form.get('client_id');
  return id === null ? undefined : { id, secret: form.get('client_secret') ?? '' };
}

function isSecret(client: Client, secret: string): boolean {
  const expected = Buffer.from(client.secret ?? '');
  const given = Buffer.from(secret);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

const refusal = (error: OAuthError): CloudResponse => json(400, { error });

const json = (status: number, body: object): CloudResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
