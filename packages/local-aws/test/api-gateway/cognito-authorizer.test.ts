import { describe, expect, it } from 'vitest';
import { aMethod, anApi, anApiResource, bodyOf } from './an-api.ts';

const POOL_ARN = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pool';
const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';

describe('a Cognito authorizer', () => {
  const protectedBy = (scopes: readonly string[] | undefined): Record<string, object> => ({
    Get: aMethod('GET', 'Items', {
      AuthorizationType: 'COGNITO_USER_POOLS',
      AuthorizerId: { Ref: 'Authorizer' },
      ...(scopes ? { AuthorizationScopes: scopes } : {}),
    }),
    Authorizer: anApiResource('Authorizer', {
      Type: 'COGNITO_USER_POOLS',
      ProviderARNs: [POOL_ARN],
      IdentitySource: 'method.request.header.Authorization',
    }),
  });
  const TOKENS: Readonly<Record<string, Record<string, unknown>>> = {
    id: { iss: ISSUER, token_use: 'id', sub: 'me', exp: 1795383027, 'cognito:groups': ['a', 'b'] },
    access: { iss: ISSUER, token_use: 'access', scope: 'api/read api/write' },
    'other-pool': { iss: `${ISSUER}x`, token_use: 'id' },
  };
  const claimsOf = (token: string): Record<string, unknown> => {
    const claims = TOKENS[token];
    if (token === 'old') throw new Error('token has expired');
    if (!claims) throw new Error('bad signature');
    return claims;
  };

  it.each([
    ['an ID token where no scope is needed', undefined, 'id', 200],
    ['an access token where no scope is needed', undefined, 'access', 401],
    ['an access token with one of the scopes', ['api/write', 'api/admin'], 'access', 200],
    ['an access token without the scope', ['api/admin'], 'access', 401],
    ['an ID token where a scope is needed', ['api/read'], 'id', 401],
    ['a token of another pool', undefined, 'other-pool', 401],
    ['a token that does not verify', undefined, 'forged', 401],
    ['no token', undefined, '', 401],
  ])('meets %s', async (_name, scopes, token, status) => {
    const { send, events } = await anApi(protectedBy(scopes), { claimsOf });
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};

    const response = await send('GET', '/v1/items', { headers });

    expect(response.status).toBe(status);
    expect(events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 401) expect(bodyOf(response)).toEqual({ message: 'Unauthorized' });
  });

  it('takes the token with and without the word Bearer, and says when it has expired', async () => {
    const { send } = await anApi(protectedBy(undefined), { claimsOf });

    expect((await send('GET', '/v1/items', { headers: { authorization: 'id' } })).status).toBe(200);
    expect(bodyOf(await send('GET', '/v1/items', { headers: { authorization: 'old' } }))).toEqual({
      message: 'The incoming token has expired',
    });
  });

  it('hands the claims on as text, dates in words, lists with commas', async () => {
    const { send, events } = await anApi(protectedBy(undefined), { claimsOf });
    await send('GET', '/v1/items', { headers: { Authorization: 'id' } });

    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        claims: { sub: 'me', exp: 'Sun Nov 22 21:30:27 UTC 2026', 'cognito:groups': 'a,b' },
      },
    });
  });
});
