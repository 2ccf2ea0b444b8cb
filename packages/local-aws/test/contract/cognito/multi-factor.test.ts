import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../../src/cognito/totp.ts';
import { aCognito, type CognitoUnderTest, PASSWORD } from './a-user-pool.ts';

/** A code works once, so a test that needs a second one takes the next, which is accepted a little early. */
const NEXT_STEP_MS = 30_000;

describe('a second factor in Cognito', () => {
  let cognito: CognitoUnderTest;

  beforeAll(async () => {
    cognito = await aCognito();
  });
  afterAll(() => cognito.close());

  const aPoolWithMfa = async (secondFactor: 'OPTIONAL' | 'ON') => {
    const pool = await cognito.aUserPool(secondFactor);
    return { pool, app: (await cognito.anAppClient(pool)).ClientId };
  };
  const signIn = (ClientId: string, USERNAME: string) =>
    cognito.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  const answer = (
    ClientId: string,
    ChallengeName: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
    Session: string | undefined,
    ChallengeResponses: Record<string, string>,
  ) =>
    cognito.client.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );

  it('is asked for once the user has turned it on', async () => {
    const { pool, app } = await aPoolWithMfa('OPTIONAL');
    const Username = await cognito.aUser(pool);
    const AccessToken = (await signIn(app, Username)).AuthenticationResult?.AccessToken;
    const { SecretCode = '' } = await cognito.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const prefer = new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    await expect(cognito.client.send(prefer)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const verify = (UserCode: string) =>
      cognito.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const wrong = totpCode(SecretCode, Date.now() - 600_000);
    await expect(verify(wrong)).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    expect((await verify(totpCode(SecretCode, Date.now()))).Status).toBe('SUCCESS');
    expect((await signIn(app, Username)).AuthenticationResult).toBeTruthy();

    await cognito.client.send(prefer);
    const user = await cognito.client.send(new GetUserCommand({ AccessToken }));
    expect(user).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    const { ChallengeName, Session } = await signIn(app, Username);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const respond = (code: string) =>
      answer(app, 'SOFTWARE_TOKEN_MFA', Session, { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE: code });
    await expect(respond(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const next = totpCode(SecretCode, Date.now() + NEXT_STEP_MS);
    expect((await respond(next)).AuthenticationResult?.AccessToken).toBeTruthy();
  });

  it('refuses a code that was used before', async () => {
    const { pool, app } = await aPoolWithMfa('OPTIONAL');
    const USERNAME = await cognito.aUser(pool);
    const AccessToken = (await signIn(app, USERNAME)).AuthenticationResult?.AccessToken;
    const { SecretCode = '' } = await cognito.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = totpCode(SecretCode, Date.now());
    await cognito.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code }));
    await cognito.client.send(
      new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }),
    );
    const { Session } = await signIn(app, USERNAME);
    await expect(
      answer(app, 'SOFTWARE_TOKEN_MFA', Session, { USERNAME, SOFTWARE_TOKEN_MFA_CODE: code }),
    ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('refuses an app where the pool has no second factor', async () => {
    const pool = await cognito.aUserPool();
    const { ClientId } = await cognito.anAppClient(pool);
    const { AuthenticationResult } = await signIn(ClientId, await cognito.aUser(pool));
    const command = new AssociateSoftwareTokenCommand({ AccessToken: AuthenticationResult?.AccessToken });
    await expect(cognito.client.send(command)).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
    });
  });

  it('is set up during the first sign-in where the pool demands it', async () => {
    const { pool, app } = await aPoolWithMfa('ON');
    const USERNAME = await cognito.aUser(pool);
    const challenge = await signIn(app, USERNAME);
    expect(challenge.ChallengeName).toBe('MFA_SETUP');
    expect(challenge.ChallengeParameters?.MFAS_CAN_SETUP).toContain('SOFTWARE_TOKEN_MFA');
    const associated = await cognito.client.send(
      new AssociateSoftwareTokenCommand({ Session: challenge.Session }),
    );
    const { SecretCode = '' } = associated;
    const verified = await cognito.client.send(
      new VerifySoftwareTokenCommand({
        Session: associated.Session,
        UserCode: totpCode(SecretCode, Date.now()),
      }),
    );
    const tokens = await answer(app, 'MFA_SETUP', verified.Session, { USERNAME });
    expect(tokens.AuthenticationResult?.AccessToken).toBeTruthy();
    expect((await signIn(app, USERNAME)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  it('refuses to be skipped where the pool demands it', async () => {
    const { pool, app } = await aPoolWithMfa('ON');
    const USERNAME = await cognito.aUser(pool);
    const { Session } = await signIn(app, USERNAME);
    await expect(answer(app, 'MFA_SETUP', Session, { USERNAME })).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidParameterException|NotAuthorizedException)$/),
    });
  });
});
