import { afterEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT_ID,
  APP_ID,
  aBackend,
  aGroup,
  aLocalCognito,
  anApp,
  aPool,
  aRequest,
  aResourceServer,
  BACKEND_ID,
  claimsOf,
  type LocalCognito,
  POOL_ID,
  REGION,
  tokensOf,
} from './a-local-cognito.ts';

describe('pools of the templates', () => {
  let local: LocalCognito | undefined;
  afterEach(async () => {
    await local?.close();
    local = undefined;
  });

  const secretOf = async ({ call }: LocalCognito): Promise<unknown> => {
    const answer = await call('DescribeUserPoolClient', { UserPoolId: POOL_ID, ClientId: BACKEND_ID });
    return (answer.UserPoolClient as Record<string, unknown>).ClientSecret;
  };

  it('have the ids that the templates refer to', async () => {
    // a template lists its resources in any order
    local = await aLocalCognito([anApp(), aGroup('operators'), aPool()]);
    await local.aUser('ann');
    const user = { UserPoolId: POOL_ID, Username: 'ann' };
    await local.call('AdminAddUserToGroup', { ...user, GroupName: 'operators' });
    expect(claimsOf(tokensOf(await local.signIn('ann')).IdToken)).toMatchObject({
      iss: `https://cognito-idp.${REGION}.amazonaws.com/${POOL_ID}`,
      aud: APP_ID,
      'cognito:groups': ['operators'],
    });
  });

  it('keep users, passwords, groups, secrets and tokens over a restart', async () => {
    const resources = [
      aPool(),
      anApp(),
      aGroup('operators'),
      aResourceServer('api', 'read'),
      aBackend('api/read'),
    ];
    const before = await aLocalCognito(resources);
    await before.aUser('ann', { email: 'ann@example.com' });
    await before.call('AdminAddUserToGroup', {
      UserPoolId: POOL_ID,
      Username: 'ann',
      GroupName: 'operators',
    });
    const { AccessToken, RefreshToken } = tokensOf(await before.signIn('ann'));
    const secret = await secretOf(before);

    local = await before.restart(...resources);
    expect(await secretOf(local)).toBe(secret);
    expect(local.cognito.verifyToken(AccessToken)).toMatchObject({ username: 'ann' });
    const refreshed = await local.call('InitiateAuth', {
      ClientId: APP_ID,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    expect(claimsOf(tokensOf(refreshed).IdToken)).toMatchObject({
      email: 'ann@example.com',
      'cognito:groups': ['operators'],
    });
    expect(tokensOf(await local.signIn('ann')).AccessToken).toBeTruthy();
  });

  it('take settings over from a template that changed', async () => {
    const before = await aLocalCognito([aPool(), anApp()]);
    await before.aUser('ann');
    local = await before.restart(
      aPool(),
      anApp({ AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } }),
    );
    const claims = claimsOf(tokensOf(await local.signIn('ann')).AccessToken);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(300);
  });

  it('lose a client and a group that left the template', async () => {
    const before = await aLocalCognito([aPool(), anApp(), aGroup('operators')]);
    await before.aUser('ann');
    local = await before.restart(aPool());
    await expect(local.signIn('ann')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const user = { UserPoolId: POOL_ID, Username: 'ann' };
    await expect(
      local.call('AdminAddUserToGroup', { ...user, GroupName: 'operators' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  it('say which triggers will not run', async () => {
    local = await aLocalCognito([aPool({ LambdaConfig: { PostConfirmation: 'arn:aws:lambda:x' } })]);
    expect(local.notices).toEqual([
      'Cognito: the trigger PostConfirmation of people is not emulated and will not run.',
    ]);
  });

  it('refuse settings that would silently do something else', async () => {
    const PreTokenGenerationConfig = { LambdaArn: 'arn:aws:lambda:x', LambdaVersion: 'V3_0' };
    await expect(aLocalCognito([aPool({ LambdaConfig: { PreTokenGenerationConfig } })])).rejects.toThrow(
      /AWS::Cognito::UserPool UserPool of Data asks for what is not emulated: .*LambdaVersion/s,
    );
  });

  it('need a permission for what administrators do, and none for what people do', async () => {
    local = await aLocalCognito([aPool(), anApp()]);
    const checks = (operation: string) =>
      local?.cognito.accessChecks?.(aRequest(operation, { UserPoolId: POOL_ID }));
    expect(checks('AdminCreateUser')).toEqual([
      {
        action: 'cognito-idp:AdminCreateUser',
        resource: `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${POOL_ID}`,
      },
    ]);
    expect(checks('InitiateAuth')).toEqual([]);
  });

  it('refuse operations that are not emulated, by name', async () => {
    local = await aLocalCognito([aPool()]);
    await expect(local.call('SignUp', {})).rejects.toMatchObject({
      code: 'UnknownOperationException',
      message: 'cognito-idp SignUp is not emulated.',
    });
  });
});
