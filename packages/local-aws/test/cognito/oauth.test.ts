import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  APP_ID,
  aBackend,
  aLocalCognito,
  anApp,
  aPool,
  aResourceServer,
  BACKEND_ID,
  jsonOf,
  type LocalCognito,
  POOL_ID,
  REGION,
  tokensOf,
} from './a-local-cognito.ts';

const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${POOL_ID}`;

describe('tokens of a pool', () => {
  let local: LocalCognito;
  let secret: string;

  beforeEach(async () => {
    local = await aLocalCognito([
      aPool(),
      anApp(),
      aResourceServer('api', 'read', 'write'),
      aBackend('api/read', 'tenant/acme'),
    ]);
    const answer = await local.call('DescribeUserPoolClient', { UserPoolId: POOL_ID, ClientId: BACKEND_ID });
    secret = String((answer.UserPoolClient as Record<string, unknown>).ClientSecret);
  });
  afterEach(() => local.close());

  const post = (form: Record<string, string>, headers: object = {}) =>
    local.send('POST', '/oauth2/token', { headers, body: new URLSearchParams(form).toString() });
  const asBackend = () => ({
    client_id: BACKEND_ID,
    client_secret: secret,
    grant_type: 'client_credentials',
  });

  it('are given to a machine client for its id and secret in the form', async () => {
    const response = await post(asBackend());
    expect(response.status).toBe(200);
    const { access_token, expires_in, token_type } = jsonOf(response);
    expect({ expires_in, token_type }).toEqual({ expires_in: 900, token_type: 'Bearer' });
    expect(local.cognito.verifyToken(String(access_token))).toMatchObject({
      iss: ISSUER,
      sub: BACKEND_ID,
      client_id: BACKEND_ID,
      token_use: 'access',
      scope: 'api/read tenant/acme',
      version: 2,
    });
  });

  it('refuses a client that has no secret', async () => {
    const response = await post({ ...asBackend(), client_id: APP_ID });
    expect([response.status, jsonOf(response)]).toEqual([400, { error: 'invalid_client' }]);
  });

  it('are believed by aws-jwt-verify, as those of AWS are', async () => {
    await local.aUser('ann');
    const { AccessToken, IdToken } = tokensOf(await local.signIn('ann'));
    const { access_token } = jsonOf(await post(asBackend()));
    // the library looks at the real clock, the tokens are of the test's
    const graceSeconds = 100 * 365 * 86_400;
    const verifier = CognitoJwtVerifier.create({ userPoolId: POOL_ID, graceSeconds });
    verifier.cacheJwks({ keys: [...local.cognito.jwks(POOL_ID).keys] });
    const isAccess: { clientId: string[]; tokenUse: 'access' } = {
      clientId: [APP_ID, BACKEND_ID],
      tokenUse: 'access',
    };
    expect(verifier.verifySync(AccessToken, isAccess).username).toBe('ann');
    expect(verifier.verifySync(IdToken, { clientId: APP_ID, tokenUse: 'id' })['cognito:username']).toBe(
      'ann',
    );
    expect(verifier.verifySync(String(access_token), isAccess).scope).toBe('api/read tenant/acme');
    expect(() => verifier.verifySync(`${AccessToken.slice(0, -8)}AAAAAAAA`, isAccess)).toThrow(/signature/i);
  });

  it('refuses a token that was changed, is of another issuer, or has expired', async () => {
    await local.aUser('ann');
    const { AccessToken } = tokensOf(await local.signIn('ann'));
    const [head, body = '', signature] = AccessToken.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, username: 'bob' })).toString('base64url');
    const verify = (token: string) => () => local.cognito.verifyToken(token);
    expect(verify(`${head}.${forged}.${signature}`)).toThrow(
      expect.objectContaining({ reason: 'signature' }),
    );
    expect(verify('no token')).toThrow(expect.objectContaining({ reason: 'malformed' }));
    const other = await aLocalCognito([aPool(), anApp()], { signingKey: 'own' });
    await other.aUser('ann');
    const foreign = tokensOf(await other.signIn('ann')).AccessToken;
    await other.close();
    expect(verify(foreign)).toThrow(expect.objectContaining({ reason: 'signature' }));
    local.pass(3_600_000);
    expect(verify(AccessToken)).toThrow(expect.objectContaining({ reason: 'expired' }));
  });

  it('are open to pages of any origin', async () => {
    const preflight = await local.send('OPTIONS', '/', {
      headers: { origin: 'http://localhost:5173', 'access-control-request-headers': 'x-amz-target' },
    });
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } });
    const refusal = await local.send('POST', '/', {
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: '{}',
    });
    expect(refusal).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': '*' } });
    expect(jsonOf(refusal)).toMatchObject({
      __type: 'InvalidParameterException',
      message: expect.stringContaining("Value at 'clientId' failed to satisfy constraint"),
    });
  });
});
