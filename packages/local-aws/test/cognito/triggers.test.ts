import { afterEach, describe, expect, it } from 'vitest';
import type { InvokeFunction } from '../../src/cognito/triggers.ts';
import {
  APP_ID,
  aGroup,
  aLocalCognito,
  anApp,
  aPool,
  claimsOf,
  type LocalCognito,
  POOL_ID,
  tokensOf,
} from './a-local-cognito.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:trigger';
const withTokenTrigger = (LambdaVersion: string) => ({
  LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: FUNCTION, LambdaVersion } },
  Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: false }],
});

interface TriggerEvent {
  readonly triggerSource: string;
  readonly request: Readonly<Record<string, unknown>>;
}

describe('triggers of a pool', () => {
  let local: LocalCognito | undefined;
  afterEach(async () => {
    await local?.close();
    local = undefined;
  });

  /** Answers every event with `response` and remembers the events. */
  const aFunction = (response: unknown) => {
    const events: TriggerEvent[] = [];
    const invoke: InvokeFunction = async (_arn, event) => {
      events.push(event as TriggerEvent);
      return { ...(event as object), response };
    };
    return { events, invoke };
  };

  describe('before tokens are made', () => {
    const signedIn = async (version: string, invoke: InvokeFunction) => {
      local = await aLocalCognito([aPool(withTokenTrigger(version)), anApp(), aGroup('operators')], {
        invoke,
      });
      await local.aUser('ann', { 'custom:tenant': 'acme' });
      await local.call('AdminAddUserToGroup', {
        UserPoolId: POOL_ID,
        Username: 'ann',
        GroupName: 'operators',
      });
      const tokens = tokensOf(await local.signIn('ann'));
      return { access: claimsOf(tokens.AccessToken), id: claimsOf(tokens.IdToken), tokens };
    };

    it('version 2 adds scopes and claims to access tokens', async () => {
      const { events, invoke } = aFunction({
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: {
            scopesToAdd: ['face-idv/verifications.self', 'tenant/acme'],
            scopesToSuppress: ['aws.cognito.signin.user.admin'],
            claimsToAddOrOverride: { plan: 'gold' },
          },
        },
      });
      const { access, id } = await signedIn('V2_0', invoke);
      expect(access).toMatchObject({ scope: 'face-idv/verifications.self tenant/acme', plan: 'gold' });
      expect(id).not.toHaveProperty('plan');
      expect(events).toEqual([
        expect.objectContaining({
          version: '2',
          triggerSource: 'TokenGeneration_Authentication',
          region: 'eu-west-1',
          userPoolId: POOL_ID,
          userName: 'ann',
          callerContext: { awsSdkVersion: expect.any(String), clientId: APP_ID },
          request: {
            userAttributes: {
              sub: access.sub,
              'custom:tenant': 'acme',
              'cognito:user_status': 'CONFIRMED',
            },
            groupConfiguration: {
              groupsToOverride: ['operators'],
              iamRolesToOverride: [],
              preferredRole: null,
            },
            scopes: ['aws.cognito.signin.user.admin'],
          },
          response: { claimsAndScopeOverrideDetails: null },
        }),
      ]);
    });

    it('version 1 changes id tokens and groups, and leaves scopes alone', async () => {
      const { events, invoke } = aFunction({
        claimsOverrideDetails: {
          claimsToAddOrOverride: { plan: 'gold' },
          claimsToSuppress: ['custom:tenant'],
          groupOverrideDetails: { groupsToOverride: ['guests'] },
        },
      });
      const { access, id } = await signedIn('V1_0', invoke);
      expect(id).toMatchObject({ plan: 'gold', 'cognito:groups': ['guests'] });
      expect(id).not.toHaveProperty('custom:tenant');
      expect(access).toMatchObject({
        scope: 'aws.cognito.signin.user.admin',
        'cognito:groups': ['guests'],
      });
      expect(events[0]?.request).not.toHaveProperty('scopes');
    });

    it('run again when tokens are refreshed', async () => {
      const { events, invoke } = aFunction({ claimsAndScopeOverrideDetails: null });
      const { tokens } = await signedIn('V2_0', invoke);
      await local?.call('GetTokensFromRefreshToken', {
        ClientId: APP_ID,
        RefreshToken: tokens.RefreshToken,
        ClientMetadata: { device: 'phone' },
      });
      expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
        'TokenGeneration_Authentication',
        'TokenGeneration_RefreshTokens',
      ]);
      expect(events[1]?.request).toMatchObject({ clientMetadata: { device: 'phone' } });
    });

    it('give no tokens to someone who signed out while they ran', async () => {
      let whileRunning = async () => {};
      const { tokens } = await signedIn('V2_0', async (_arn, event) => {
        await whileRunning();
        return event;
      });
      whileRunning = async () => {
        await local?.call('RevokeToken', { ClientId: APP_ID, Token: tokens.RefreshToken });
      };
      const refresh = { ClientId: APP_ID, RefreshToken: tokens.RefreshToken };
      await expect(local?.call('GetTokensFromRefreshToken', refresh)).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Refresh Token has been revoked',
      });
    });

    it('cannot change who a token is for', async () => {
      const { invoke } = aFunction({
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: {
            claimsToAddOrOverride: { sub: 'someone-else', username: 'bob', exp: 9_999_999_999 },
            claimsToSuppress: ['iss', 'client_id'],
          },
        },
      });
      const { access, id } = await signedIn('V2_0', invoke);
      expect(access).toMatchObject({ sub: id.sub, username: 'ann', client_id: APP_ID, iss: id.iss });
      expect(Number(access.exp)).toBeLessThan(9_999_999_999);
    });

    it('refuse the sign-in when they fail', async () => {
      const failing = signedIn('V2_0', async () => {
        throw new Error('tenant is suspended');
      });
      await expect(failing).rejects.toMatchObject({
        code: 'UserLambdaValidationException',
        message: 'PreTokenGeneration failed with error tenant is suspended.',
      });
    });

    it.each([
      ['nothing', null],
      ['a wrong shape', { response: { claimsAndScopeOverrideDetails: 'all' } }],
    ])('refuse the sign-in when they return %s', async (_name, returned) => {
      await expect(signedIn('V2_0', async () => returned)).rejects.toMatchObject({
        code: 'InvalidLambdaResponseException',
      });
    });
  });

  describe('of a custom sign-in', () => {
    const LambdaConfig = {
      DefineAuthChallenge: `${FUNCTION}:define`,
      CreateAuthChallenge: `${FUNCTION}:create`,
      VerifyAuthChallengeResponse: `${FUNCTION}:verify`,
    };
    /** Asks for the answer until it is right, three times at most. */
    const askForAnswer: InvokeFunction = async (arn, event) => {
      const { request } = event as { request: Record<string, unknown> };
      const rounds = (request.session ?? []) as { challengeResult: boolean }[];
      const respond: Record<string, () => object> = {
        define: () => ({
          challengeName: 'CUSTOM_CHALLENGE',
          issueTokens: rounds.at(-1)?.challengeResult === true,
          failAuthentication: rounds.length === 3 && !rounds.at(-1)?.challengeResult,
        }),
        create: () => ({
          publicChallengeParameters: { question: `round ${rounds.length + 1}` },
          privateChallengeParameters: { answer: '42' },
          challengeMetadata: 'question',
        }),
        verify: () => ({
          answerCorrect:
            (request.privateChallengeParameters as { answer: string }).answer === request.challengeAnswer,
        }),
      };
      return { response: respond[arn.split(':').at(-1) ?? '']?.() };
    };
    const begin = async () => {
      local = await aLocalCognito([aPool({ LambdaConfig }), anApp()], { invoke: askForAnswer });
      await local.aUser('ann');
      const started = await local.call('InitiateAuth', {
        ClientId: APP_ID,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME: 'ann' },
      });
      const answer = (Session: unknown, ANSWER: string) =>
        (local as LocalCognito).call('RespondToAuthChallenge', {
          ClientId: APP_ID,
          ChallengeName: 'CUSTOM_CHALLENGE',
          Session,
          ChallengeResponses: { USERNAME: 'ann', ANSWER },
        });
      return { started, answer };
    };

    it('ask until the answer is right', async () => {
      const { started, answer } = await begin();
      expect(started).toMatchObject({
        ChallengeName: 'CUSTOM_CHALLENGE',
        ChallengeParameters: { USERNAME: 'ann', question: 'round 1' },
      });
      expect(JSON.stringify(started.ChallengeParameters)).not.toContain('42');
      const again = await answer(started.Session, 'wrong');
      expect(again).toMatchObject({ ChallengeParameters: { question: 'round 2' } });
      expect(claimsOf(tokensOf(await answer(again.Session, '42')).AccessToken).username).toBe('ann');
    });

    it('refuse the sign-in when they have had enough', async () => {
      const { started, answer } = await begin();
      const second = await answer(started.Session, 'wrong');
      const third = await answer(second.Session, 'wrong');
      await expect(answer(third.Session, 'wrong')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
    });

    it('refuse an answer given twice', async () => {
      const { started, answer } = await begin();
      await answer(started.Session, 'wrong');
      await expect(answer(started.Session, '42')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
    });

    it('refuse the flow where the pool has none', async () => {
      local = await aLocalCognito([aPool(), anApp()]);
      await local.aUser('ann');
      const command = { ClientId: APP_ID, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: 'ann' } };
      await expect(local.call('InitiateAuth', command)).rejects.toMatchObject({
        code: 'InvalidParameterException',
      });
    });
  });
});
