import { timingSafeEqual } from 'node:crypto';
import type { CloudRequest, CloudResponse } from '../emulator.ts';
import type { Client, Directory } from './directory.ts';
import type { Tokens } from './tokens.ts';

export interface OAuthDependencies {
  readonly directory: Directory;
  readonly tokens: Tokens;
}

/** The OAuth errors that `POST /oauth2/token` answers (RFC 6749 section 5.2). */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

/** Path of the one page of a pool that is served: machine clients get their tokens there. */
export const TOKEN_PATH = '/oauth2/token';

/** Answers a request to {@link TOKEN_PATH}. */
export function handleOAuth(request: CloudRequest, dependencies: OAuthDependencies): CloudResponse {
  return request.method === 'POST' ? tokenResponse(request, dependencies) : json(405, {});
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
