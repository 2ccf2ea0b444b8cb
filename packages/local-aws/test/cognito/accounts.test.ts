import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  APP_ID,
  aGroup,
  aLocalCognito,
  anApp,
  aPool,
  claimsOf,
  GROUP,
  type LocalCognito,
  PASSWORD,
  POOL_ID,
  tokensOf,
} from './a-local-cognito.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NEW_PASSWORD = 'Another-Horse-7';

describe('accounts of people', () => {
  let local: LocalCognito;

  beforeEach(async () => {
    local = await aLocalCognito([
      aPool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] }),
      anApp({ PreventUserExistenceErrors: 'ENABLED' }),
    ]);
  });
  afterEach(() => local.close());

  const lastCode = () => /is (\d{6})$/.exec(local.notices.at(-1) ?? '')?.[1] ?? 'none';
  const account = (Username: string, more: object = {}) => ({ ClientId: APP_ID, Username, ...more });
  const fails = (code: string, message?: string) => (message === undefined ? { code } : { code, message });

  describe('wrong passwords', () => {
    const failTimes = async (times: number) => {
      for (let attempt = 0; attempt < times; attempt += 1) {
        await expect(local.signIn('ann', 'wrong')).rejects.toMatchObject(
          fails('NotAuthorizedException', 'Incorrect username or password.'),
        );
      }
    };
    const expectLocked = () =>
      expect(local.signIn('ann')).rejects.toMatchObject(
        fails('NotAuthorizedException', 'Password attempts exceeded'),
      );

    it('lock the account for a second after five, and twice as long after each more', async () => {
      await local.aUser('ann');
      await failTimes(5);
      await expectLocked();
      local.pass(SECOND_MS);
      await failTimes(1);
      local.pass(SECOND_MS);
      await expectLocked();
      local.pass(SECOND_MS);
      expect(await local.signIn('ann')).toHaveProperty('AuthenticationResult');
    });

    it('are forgiven by a right one', async () => {
      await local.aUser('ann');
      await failTimes(4);
      await local.signIn('ann');
      await failTimes(4);
      expect(await local.signIn('ann')).toHaveProperty('AuthenticationResult');
    });

    it('lock for a quarter of an hour at most', async () => {
      await local.aUser('ann');
      await failTimes(5);
      for (let lock = 0; lock < 12; lock += 1) {
        local.pass(15 * MINUTE_MS);
        await failTimes(1);
      }
      local.pass(15 * MINUTE_MS);
      expect(await local.signIn('ann')).toHaveProperty('AuthenticationResult');
    });

    it('are remembered over a restart', async () => {
      await local.aUser('ann');
      await failTimes(5);
      local = await local.restart(aPool(), anApp());
      await expectLocked();
    });
  });

  describe('a forgotten password', () => {
    const forget = (username: string) => local.call('ForgotPassword', account(username));
    const renew = (username: string, ConfirmationCode: string) =>
      local.call('ConfirmForgotPassword', account(username, { ConfirmationCode, Password: NEW_PASSWORD }));

    it('is replaced by one who has the printed code', async () => {
      await local.aUser('ann', { email: 'ann@example.com', email_verified: 'true' });
      expect(await forget('ann')).toMatchObject({ CodeDeliveryDetails: { Destination: 'a***@e***' } });
      const code = lastCode();
      await renew('ann', code);
      await expect(local.signIn('ann')).rejects.toMatchObject(fails('NotAuthorizedException'));
      expect(await local.signIn('ann', NEW_PASSWORD)).toHaveProperty('AuthenticationResult');
      await expect(renew('ann', code)).rejects.toMatchObject(fails('ExpiredCodeException'));
    });

    it('refuses the right code after five wrong ones', async () => {
      await local.aUser('ann', { email: 'ann@example.com', email_verified: 'true' });
      await forget('ann');
      const code = lastCode();
      const wrong = code === '000000' ? '000001' : '000000';
      for (let attempt = 0; attempt < 5; attempt += 1) {
        await expect(renew('ann', wrong)).rejects.toMatchObject(fails('CodeMismatchException'));
      }
      await expect(renew('ann', code)).rejects.toMatchObject(fails('ExpiredCodeException'));
    });

    it('refuses a wrong code and one that is older than an hour', async () => {
      await local.aUser('ann', { email: 'ann@example.com', email_verified: 'true' });
      await forget('ann');
      const code = lastCode();
      await expect(renew('ann', code === '000000' ? '000001' : '000000')).rejects.toMatchObject(
        fails('CodeMismatchException'),
      );
      local.pass(60 * MINUTE_MS);
      await expect(renew('ann', code)).rejects.toMatchObject(fails('ExpiredCodeException'));
    });

    it('refuses someone whose address nobody has proved', async () => {
      await local.aUser('ann', { email: 'ann@example.com' });
      await expect(forget('ann')).rejects.toMatchObject(fails('InvalidParameterException'));
    });

    it('does not tell who has an account', async () => {
      expect(await forget('nobody')).toHaveProperty('CodeDeliveryDetails');
      await expect(renew('nobody', '123456')).rejects.toMatchObject(fails('CodeMismatchException'));
      expect(local.notices).toEqual([]);
    });
  });

  it('start with a printed password that is good for a week', async () => {
    await local.call('AdminCreateUser', { UserPoolId: POOL_ID, Username: 'ann' });
    const password = /is (\S+)$/.exec(local.notices.at(-1) ?? '')?.[1] ?? '';
    expect(await local.signIn('ann', password)).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    local.pass(7 * DAY_MS);
    await expect(local.signIn('ann', password)).rejects.toMatchObject({
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });

  it('cannot move into a tenant while they choose their first password', async () => {
    const Schema = [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }];
    local = await local.restart(aPool({ Schema }), anApp({ WriteAttributes: ['email'] }));
    const user = { UserPoolId: POOL_ID, Username: 'ann' };
    await local.call('AdminCreateUser', { ...user, TemporaryPassword: PASSWORD });
    const { Session } = await local.signIn('ann');
    await expect(
      local.call('RespondToAuthChallenge', {
        ClientId: APP_ID,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD, 'userAttributes.custom:tenant': 'acme' },
      }),
    ).rejects.toMatchObject(fails('NotAuthorizedException'));
    expect(await local.signIn('ann')).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
  });

  it('have minutes to answer a challenge', async () => {
    await local.call('AdminCreateUser', {
      UserPoolId: POOL_ID,
      Username: 'ann',
      TemporaryPassword: PASSWORD,
    });
    const { Session } = await local.signIn('ann');
    local.pass(3 * MINUTE_MS);
    await expect(
      local.call('RespondToAuthChallenge', {
        ClientId: APP_ID,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'ann', NEW_PASSWORD },
      }),
    ).rejects.toMatchObject({ message: 'Invalid session for the user, session is expired.' });
  });

  it('have to prove a changed address again', async () => {
    await local.aUser('ann', { email: 'ann@example.com', email_verified: 'true' });
    const { AccessToken } = tokensOf(await local.signIn('ann'));
    const changed = await local.call('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
    expect(changed).toMatchObject({ CodeDeliveryDetailsList: [{ Destination: 'n***@e***' }] });
    const attributes = async () => (await local.call('GetUser', { AccessToken })).UserAttributes;
    expect(await attributes()).toContainEqual({ Name: 'email_verified', Value: 'false' });
    const proof = { AccessToken, AttributeName: 'email', Code: lastCode() };
    await local.call('VerifyUserAttribute', proof);
    expect(await attributes()).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('keep their groups when a trigger is slow while an administrator changes them', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const invoke = async (_arn: string, event: unknown) => {
      await gate;
      return event;
    };
    const LambdaConfig = { PreTokenGeneration: 'arn:aws:lambda:slow' };
    const slow = await aLocalCognito([aPool({ LambdaConfig }), anApp(), aGroup(GROUP)], { invoke });
    await slow.aUser('ann');
    await expect(slow.signIn('ann', 'wrong')).rejects.toMatchObject(fails('NotAuthorizedException'));
    const signingIn = slow.signIn('ann');
    await slow.call('AdminAddUserToGroup', { UserPoolId: POOL_ID, Username: 'ann', GroupName: GROUP });
    release();
    await signingIn;
    const { IdToken } = tokensOf(await slow.signIn('ann'));
    expect(claimsOf(IdToken)).toMatchObject({ 'cognito:groups': [GROUP] });
    await slow.close();
  });
});
