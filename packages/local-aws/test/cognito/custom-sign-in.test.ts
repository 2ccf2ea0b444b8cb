import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { afterEach, describe, expect, it } from 'vitest';
import type { InvokeFunction } from '../../src/cognito/triggers.ts';
import {
  APP_ID,
  aLocalCognito,
  anApp,
  aPool,
  claimsOf,
  type LocalCognito,
  type LocalCognitoOptions,
  PASSWORD,
  POOL_ID,
  tokensOf,
} from './a-local-cognito.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function';
const LambdaConfig = {
  DefineAuthChallenge: `${FUNCTION}:define`,
  CreateAuthChallenge: `${FUNCTION}:create`,
  VerifyAuthChallengeResponse: `${FUNCTION}:verify`,
};

interface Round {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}
interface TriggerEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: {
    readonly userAttributes: Readonly<Record<string, string>>;
    readonly session?: readonly Round[];
    readonly clientMetadata?: Readonly<Record<string, string>>;
    readonly userNotFound?: boolean;
    readonly challengeAnswer?: string;
  };
}

describe('a custom sign-in', () => {
  let local: LocalCognito | undefined;
  afterEach(async () => {
    await local?.close();
    local = undefined;
  });

  /** Asks for the password first, then for an answer, which is the number 42. */
  const passwordThenAnswer = (events: TriggerEvent[], define?: (rounds: readonly Round[]) => object) => {
    const invoke: InvokeFunction = async (arn, sent) => {
      const event = sent as TriggerEvent;
      events.push(event);
      const rounds = event.request.session ?? [];
      const last = rounds.at(-1);
      if (arn.endsWith(':create')) return { response: { challengeMetadata: 'number' } };
      if (arn.endsWith(':verify'))
        return { response: { answerCorrect: event.request.challengeAnswer === '42' } };
      if (define) return { response: define(rounds) };
      if (last?.challengeName === 'SRP_A') return { response: { challengeName: 'PASSWORD_VERIFIER' } };
      if (last?.challengeName === 'CUSTOM_CHALLENGE')
        return { response: { issueTokens: last.challengeResult, failAuthentication: !last.challengeResult } };
      return { response: { challengeName: 'CUSTOM_CHALLENGE' } };
    };
    return invoke;
  };

  const aCognito = async (
    options: LocalCognitoOptions,
    { app = {}, pool = {} }: { readonly app?: object; readonly pool?: object } = {},
  ) => {
    local = await aLocalCognito(
      [aPool({ LambdaConfig, ...pool }), anApp({ PreventUserExistenceErrors: 'ENABLED', ...app })],
      options,
    );
    await local.aUser('ann', { email: 'ann@example.com' });
    return local;
  };

  const begin = (AuthParameters: Record<string, string>, ClientMetadata = {}) =>
    (local as LocalCognito).call('InitiateAuth', {
      ClientId: APP_ID,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters,
      ClientMetadata,
    });
  const respond = (
    ChallengeName: string,
    ChallengeResponses: object,
    Session?: unknown,
    ClientMetadata = {},
  ) =>
    (local as LocalCognito).call('RespondToAuthChallenge', {
      ClientId: APP_ID,
      ChallengeName,
      ChallengeResponses,
      Session,
      ClientMetadata,
    });
  const withPassword = async (username: string, password: string) => {
    const session = createSrpSession(username, password, POOL_ID, false);
    const begun = await begin(
      { USERNAME: username, CHALLENGE_NAME: 'SRP_A', SRP_A: session.largeA },
      { from: 'InitiateAuth' },
    );
    const signed = signSrpSession(session, begun as never);
    return respond(
      'PASSWORD_VERIFIER',
      {
        USERNAME: username,
        PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
        PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
        TIMESTAMP: signed.timestamp,
      },
      undefined,
      { from: 'RespondToAuthChallenge' },
    );
  };

  it('begins with the password by SRP, and goes on with what the functions define', async () => {
    const events: TriggerEvent[] = [];
    await aCognito({ invoke: passwordThenAnswer(events) });
    const asked = await withPassword('ann', PASSWORD);
    expect(asked).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });
    const answered = await respond('CUSTOM_CHALLENGE', { USERNAME: 'ann', ANSWER: '42' }, asked.Session);
    expect(claimsOf(tokensOf(answered).AccessToken).username).toBe('ann');
    const passed = { challengeResult: true, challengeMetadata: null };
    const password = [
      { ...passed, challengeName: 'SRP_A' },
      { ...passed, challengeName: 'PASSWORD_VERIFIER' },
    ];
    expect(
      events.map(({ triggerSource, request }) => [triggerSource.split('_')[0], request.session]),
    ).toEqual([
      ['DefineAuthChallenge', password.slice(0, 1)],
      ['DefineAuthChallenge', password],
      ['CreateAuthChallenge', password],
      ['VerifyAuthChallengeResponse', undefined],
      [
        'DefineAuthChallenge',
        [
          ...password,
          { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'number' },
        ],
      ],
    ]);
  });

  it('refuses a wrong password before any challenge is created', async () => {
    const events: TriggerEvent[] = [];
    await aCognito({ invoke: passwordThenAnswer(events) });
    await expect(withPassword('ann', 'Wrong-Horse-99')).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(events).toHaveLength(1);
  });

  it('gives functions the metadata of responses, and not that with which the sign-in began', async () => {
    const events: TriggerEvent[] = [];
    await aCognito({ invoke: passwordThenAnswer(events) });
    await withPassword('ann', PASSWORD);
    expect(events.map(({ request }) => request.clientMetadata)).toEqual([
      {},
      { from: 'RespondToAuthChallenge' },
      { from: 'RespondToAuthChallenge' },
    ]);
  });

  it('runs for a name that no user has, where the client hides who exists, and ends without tokens', async () => {
    const events: TriggerEvent[] = [];
    const always = () => ({ challengeName: 'CUSTOM_CHALLENGE' });
    await aCognito({
      invoke: passwordThenAnswer(events, (rounds) => (rounds[0] ? { issueTokens: true } : always())),
    });
    const asked = await begin({ USERNAME: 'mallory' });
    expect(asked).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'mallory' },
    });
    await expect(
      respond('CUSTOM_CHALLENGE', { USERNAME: 'mallory', ANSWER: '42' }, asked.Session),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    expect(events[0]).toMatchObject({
      userName: 'mallory',
      request: { userAttributes: {}, userNotFound: true },
    });
    await begin({ USERNAME: 'ann' });
    expect(events.at(-1)?.request).toMatchObject({
      userAttributes: { email: 'ann@example.com' },
      userNotFound: false,
    });
    await expect(withPassword('mallory', PASSWORD)).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('says that a user does not exist, where the client does not hide it', async () => {
    await aCognito({ invoke: passwordThenAnswer([]) }, { app: { PreventUserExistenceErrors: 'LEGACY' } });
    await expect(begin({ USERNAME: 'mallory' })).rejects.toMatchObject({ code: 'UserNotFoundException' });
  });

  it.each([
    [{ CHALLENGE_NAME: 'SMS_MFA' }, /CHALLENGE_NAME SMS_MFA/],
    [{ CHALLENGE_NAME: 'SRP_A' }, /SRP_A/],
  ])('refuses to begin with %j', async (parameters, message) => {
    await aCognito({ invoke: passwordThenAnswer([]) });
    await expect(begin({ USERNAME: 'ann', ...parameters })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a challenge that does not exist, and a password without SRP_A', async () => {
    await aCognito({ invoke: passwordThenAnswer([], () => ({ challengeName: 'PASSWORD_VERIFIER' })) });
    await expect(begin({ USERNAME: 'ann' })).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
    });
    await expect(withPassword('ann', PASSWORD)).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
    });
  });

  it('fails without the permission of the function to be called by the pool', async () => {
    const asked: unknown[] = [];
    await aCognito({
      invoke: passwordThenAnswer([]),
      mayInvoke: (...given) => {
        asked.push(given);
        return false;
      },
    });
    await expect(begin({ USERNAME: 'ann' })).rejects.toMatchObject({
      code: 'UnexpectedLambdaException',
      message: 'DefineAuthChallenge invocation failed due to error AccessDeniedException.',
    });
    expect(asked).toEqual([
      [LambdaConfig.DefineAuthChallenge, expect.stringContaining(`userpool/${POOL_ID}`)],
    ]);
  });

  it('gives a function up that does not respond within five seconds, after three calls', async () => {
    let calls = 0;
    await aCognito({
      invoke: () => {
        calls += 1;
        queueMicrotask(() => local?.pass(5000));
        return new Promise(() => {});
      },
    });
    await expect(begin({ USERNAME: 'ann' })).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'DefineAuthChallenge failed with error Socket timeout while invoking Lambda function.',
    });
    expect(calls).toBe(3);
  });

  it('ends with the session, after three minutes by default', async () => {
    await aCognito({ invoke: passwordThenAnswer([]) });
    const asked = await begin({ USERNAME: 'ann' });
    local?.pass(3 * 60_000);
    await expect(
      respond('CUSTOM_CHALLENGE', { USERNAME: 'ann', ANSWER: '42' }, asked.Session),
    ).rejects.toMatchObject({ code: 'NotAuthorizedException', message: expect.stringContaining('expired') });
  });
});
