import { createHmac } from 'node:crypto';
import {
  AdminSetUserPasswordCommand,
  type AuthFlowType,
  ChangePasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCognito, type CognitoUnderTest, PASSWORD } from './a-user-pool.ts';

const claimsOf = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('signing in with Cognito', () => {
  let cognito: CognitoUnderTest;
  let pool: string;
  let app: string;

  beforeAll(async () => {
    cognito = await aCognito();
    pool = await cognito.aUserPool();
    app = (await cognito.anAppClient(pool)).ClientId;
  });
  afterAll(() => cognito.close());

  const signIn = (USERNAME: string, password = PASSWORD, ClientId = app) =>
    cognito.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: password },
      }),
    );
  const tokensOf = async (username: string, clientId = app) => {
    const { AuthenticationResult } = await signIn(username, PASSWORD, clientId);
    if (!AuthenticationResult) throw new Error('no tokens');
    return AuthenticationResult;
  };
  const signInWithSrp = async (username: string, password: string) => {
    const session = createSrpSession(username, password, pool, false);
    const challenge = await cognito.client.send(
      new InitiateAuthCommand({
        ClientId: app,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: username, SRP_A: session.largeA },
      }),
    );
    const ChallengeParameters = challenge.ChallengeParameters ?? {};
    const signed = signSrpSession(session, { ChallengeParameters });
    return cognito.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: app,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: username,
          TIMESTAMP: signed.timestamp,
          PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
          PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
        },
      }),
    );
  };

  it('gives tokens whose claims say who signed in, where and for how long', async () => {
    const username = await cognito.aUser(pool, { email: 'ann@example.com', 'custom:tenant': 'acme' });
    const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = await tokensOf(username);
    expect({ ExpiresIn, TokenType }).toEqual({ ExpiresIn: 900, TokenType: 'Bearer' });
    expect(RefreshToken).toBeTruthy();
    const access = claimsOf(AccessToken);
    expect(access).toMatchObject({
      iss: expect.stringMatching(new RegExp(`^https://cognito-idp\\..+\\.amazonaws\\.com/${pool}$`)),
      client_id: app,
      token_use: 'access',
      username,
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(access).not.toHaveProperty('custom:tenant');
    expect(Number(access.exp) - Number(access.iat)).toBe(900);
    expect(claimsOf(IdToken)).toMatchObject({
      aud: app,
      token_use: 'id',
      sub: access.sub,
      'cognito:username': username,
      email: 'ann@example.com',
      'custom:tenant': 'acme',
    });
  });

  it('knows a user by a verified e-mail address', async () => {
    const username = await cognito.aUser(pool, { email: 'verified@example.com', email_verified: 'true' });
    const { AuthenticationResult } = await signIn('verified@example.com');
    expect(claimsOf(AuthenticationResult?.AccessToken).username).toBe(username);
  });

  it('refuses an e-mail address that is not verified', async () => {
    await cognito.aUser(pool, { email: 'claimed@example.com' });
    await expect(signIn('claimed@example.com')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('refuses a wrong password and an unknown user alike', async () => {
    const username = await cognito.aUser(pool);
    const error = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(signIn(username, 'Wrong-Horse-99')).rejects.toMatchObject(error);
    await expect(signIn('nobody')).rejects.toMatchObject(error);
  });

  it('says that a user is unknown where the client allows it', async () => {
    const legacy = await cognito.anAppClient(pool, { PreventUserExistenceErrors: 'LEGACY' });
    await expect(signIn('nobody', PASSWORD, legacy.ClientId)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it.each<AuthFlowType>(['CUSTOM_AUTH', 'ADMIN_USER_PASSWORD_AUTH'])(
    'refuses the flow %s on a client that does not allow it',
    async (AuthFlow) => {
      const USERNAME = await cognito.aUser(pool);
      const command = new InitiateAuthCommand({
        ClientId: app,
        AuthFlow,
        AuthParameters: { USERNAME, PASSWORD },
      });
      await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    },
  );

  it('proves a password without sending it (SRP)', async () => {
    const username = await cognito.aUser(pool);
    const { AuthenticationResult } = await signInWithSrp(username, PASSWORD);
    expect(claimsOf(AuthenticationResult?.IdToken)['cognito:username']).toBe(username);
  });

  it('refuses an SRP proof made with a wrong password', async () => {
    const username = await cognito.aUser(pool);
    await expect(signInWithSrp(username, 'Wrong-Horse-99')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('refuses an SRP proof for a user who does not exist at its end, and not before', async () => {
    await expect(signInWithSrp('nobody', PASSWORD)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('refuses an SRP key of zero', async () => {
    const USERNAME = await cognito.aUser(pool);
    const command = new InitiateAuthCommand({
      ClientId: app,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME, SRP_A: '0' },
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('asks for a new password where the present one is temporary', async () => {
    const Username = await cognito.aUser(pool);
    const temporary = { UserPoolId: pool, Username, Password: 'Temporary-Horse-1', Permanent: false };
    await cognito.client.send(new AdminSetUserPasswordCommand(temporary));
    const { ChallengeName, Session, ChallengeParameters } = await signIn(Username, 'Temporary-Horse-1');
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(ChallengeParameters).toMatchObject({ USER_ID_FOR_SRP: Username, requiredAttributes: '[]' });
    const answer = (NEW_PASSWORD: string) =>
      cognito.client.send(
        new RespondToAuthChallengeCommand({
          ClientId: app,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session,
          ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
        }),
      );
    await expect(answer('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    expect((await answer('Permanent-Horse-1')).AuthenticationResult?.AccessToken).toBeTruthy();
    expect((await signIn(Username, 'Permanent-Horse-1')).AuthenticationResult).toBeTruthy();
  });

  it('refuses an answer to a challenge that nobody asked', async () => {
    const USERNAME = await cognito.aUser(pool);
    const command = new RespondToAuthChallengeCommand({
      ClientId: app,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'made-up-session-that-is-long-enough',
      ChallengeResponses: { USERNAME, NEW_PASSWORD: PASSWORD },
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('gives new tokens for a refresh token, by either operation', async () => {
    const username = await cognito.aUser(pool);
    const { RefreshToken = '', AccessToken } = await tokensOf(username);
    const old = claimsOf(AccessToken);
    const byFlow = await cognito.client.send(
      new InitiateAuthCommand({
        ClientId: app,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    const renewed = claimsOf(byFlow.AuthenticationResult?.AccessToken);
    expect(renewed).toMatchObject({ username, origin_jti: old.origin_jti, auth_time: old.auth_time });
    expect(renewed.jti).not.toBe(old.jti);
    expect(byFlow.AuthenticationResult?.RefreshToken).toBeUndefined();
  });

  it('rotates refresh tokens where the client says so', async () => {
    const username = await cognito.aUser(pool);
    const { ClientId } = await cognito.anAppClient(pool, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { RefreshToken } = await tokensOf(username, ClientId);
    const refresh = (token: string | undefined) =>
      cognito.client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: token }));
    const first = await refresh(RefreshToken);
    expect(first.AuthenticationResult?.RefreshToken).not.toBe(RefreshToken);
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: expect.stringContaining('Exception') });
    expect((await refresh(first.AuthenticationResult?.RefreshToken)).AuthenticationResult).toBeTruthy();
  });

  it('refuses a refresh token of another client', async () => {
    const { RefreshToken = '' } = await tokensOf(await cognito.aUser(pool));
    const other = await cognito.anAppClient(pool);
    const command = new InitiateAuthCommand({
      ClientId: other.ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    await expect(cognito.client.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('ends a refresh token and the access tokens made from it', async () => {
    const { RefreshToken, AccessToken } = await tokensOf(await cognito.aUser(pool));
    await cognito.client.send(new GetUserCommand({ AccessToken }));
    await cognito.client.send(new RevokeTokenCommand({ ClientId: app, Token: RefreshToken }));
    await expect(cognito.client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    });
    const refresh = new InitiateAuthCommand({
      ClientId: app,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken ?? '' },
    });
    await expect(cognito.client.send(refresh)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('signs a person out everywhere, and in again', async () => {
    const username = await cognito.aUser(pool);
    const [phone, laptop] = [await tokensOf(username), await tokensOf(username)];
    await cognito.client.send(new GlobalSignOutCommand({ AccessToken: phone.AccessToken }));
    const getUser = (AccessToken: string | undefined) =>
      cognito.client.send(new GetUserCommand({ AccessToken }));
    await expect(getUser(laptop.AccessToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await getUser((await tokensOf(username)).AccessToken)).Username).toBe(username);
  });

  it('changes a password for someone who knows the present one', async () => {
    const username = await cognito.aUser(pool);
    const { AccessToken } = await tokensOf(username);
    const change = (PreviousPassword: string) =>
      cognito.client.send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another-Horse-1' }),
      );
    await expect(change('Wrong-Horse-99')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await change(PASSWORD);
    await expect(signIn(username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await signIn(username, 'Another-Horse-1')).AuthenticationResult).toBeTruthy();
  });

  it('asks a confidential client for the hash of its secret', async () => {
    const username = await cognito.aUser(pool);
    const { ClientId, ClientSecret = '' } = await cognito.anAppClient(pool, { GenerateSecret: true });
    const SECRET_HASH = createHmac('sha256', ClientSecret).update(`${username}${ClientId}`).digest('base64');
    const attempt = (hash: object) =>
      cognito.client.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD, ...hash },
        }),
      );
    await expect(attempt({})).rejects.toMatchObject({
      message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(attempt({ SECRET_HASH: 'bm8=' })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await attempt({ SECRET_HASH })).AuthenticationResult).toBeTruthy();
  });
});
