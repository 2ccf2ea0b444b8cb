import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCognito, type CognitoUnderTest } from './a-user-pool.ts';

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('machine clients of a Cognito pool', () => {
  let cognito: CognitoUnderTest;
  let endpoint: string;
  let id: string;
  let secret: string;

  beforeAll(async () => {
    cognito = await aCognito();
    const pool = await cognito.aUserPool();
    for (const [Identifier, ...scopes] of [
      ['api', 'read', 'write'],
      ['tenant', 'acme'],
    ] as const) {
      const described = scopes.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
      await cognito.aResourceServer(pool, Identifier, described);
    }
    const client = await cognito.anAppClient(pool, {
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['api/read', 'tenant/acme'],
    });
    id = client.ClientId;
    secret = client.ClientSecret ?? '';
    endpoint = await cognito.aTokenEndpoint(pool);
  });
  afterAll(() => cognito.close());

  const post = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const whole = () => ({ grant_type: 'client_credentials', client_id: id, client_secret: secret });

  it('get a token with all their scopes', async () => {
    const { status, body } = await post(whole());
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    const claims = claimsOf(String(body.access_token));
    expect(claims).toMatchObject({ sub: id, client_id: id, token_use: 'access', version: 2 });
    expect(String(claims.scope).split(' ').sort()).toEqual(['api/read', 'tenant/acme']);
    expect(claims).not.toHaveProperty('username');
  });

  it('get a token with the scopes they ask for, by a Basic header', async () => {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const { body } = await post({ grant_type: 'client_credentials', scope: 'api/read' }, { authorization });
    expect(claimsOf(String(body.access_token)).scope).toBe('api/read');
  });

  it.each<[string, Record<string, string>]>([
    ['invalid_client', { client_secret: 'wrong' }],
    ['invalid_client', { client_id: 'nosuchclient0000000000000a' }],
    ['invalid_scope', { scope: 'api/write' }],
    ['invalid_scope', { scope: 'api/read api/unknown' }],
    ['unsupported_grant_type', { grant_type: 'magic' }],
  ])('are refused with %s: %j', async (error, change) => {
    const { status, body } = await post({ ...whole(), ...change });
    expect({ status, error: body.error }).toEqual({ status: 400, error });
  });

  it('are refused with invalid_request: no grant type', async () => {
    const { grant_type: _missing, ...rest } = whole();
    expect((await post(rest)).body.error).toBe('invalid_request');
  });
});
