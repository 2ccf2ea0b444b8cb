import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CustomRound, PendingSignIn } from './challenge-sessions.ts';
import { type CognitoContext, incorrectPassword } from './context.ts';
import { ask, finish, type SignIn, type SignInAnswer } from './sign-in.ts';
import { callTrigger } from './triggers.ts';

/** Sign-in by challenges of one's own: three functions define, create and verify them (`CUSTOM_AUTH`). */

const parameters = z.record(z.string(), z.string()).nullish();
const defineResponse = z.object({
  challengeName: z.string().nullish(),
  issueTokens: z.boolean().nullish(),
  failAuthentication: z.boolean().nullish(),
});
const createResponse = z.object({
  publicChallengeParameters: parameters,
  privateChallengeParameters: parameters,
  challengeMetadata: z.string().nullish(),
});
const verifyResponse = z.object({ answerCorrect: z.boolean().nullish() });

type TriggerName = 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse';

export function beginCustomSignIn(context: CognitoContext, signIn: SignIn): Promise<SignInAnswer> {
  return nextRound(context, signIn, []);
}

/** Has the answer to a custom challenge verified, and goes where the defining function says. */
export async function answerCustomChallenge(
  context: CognitoContext,
  signIn: SignIn,
  challenge: Extract<PendingSignIn['challenge'], { name: 'CUSTOM_CHALLENGE' }>,
  answer: string,
): Promise<SignInAnswer> {
  const { answerCorrect } = await callTrigger(
    context.invokeFunction,
    triggerArn(signIn, 'VerifyAuthChallengeResponse'),
    {
      ...signIn,
      source: 'VerifyAuthChallengeResponse_Authentication',
      version: '1',
      request: {
        privateChallengeParameters: challenge.privateParameters,
        challengeAnswer: answer,
        clientMetadata: signIn.clientMetadata,
      },
      response: { answerCorrect: null },
    },
    verifyResponse,
  );
  const round: CustomRound = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: answerCorrect === true,
    challengeMetadata: challenge.metadata,
  };
  return nextRound(context, signIn, [...challenge.rounds, round]);
}

async function nextRound(
  context: CognitoContext,
  signIn: SignIn,
  rounds: readonly CustomRound[],
): Promise<SignInAnswer> {
  const { clientMetadata } = signIn;
  const verdict = await callTrigger(
    context.invokeFunction,
    triggerArn(signIn, 'DefineAuthChallenge'),
    {
      ...signIn,
      source: 'DefineAuthChallenge_Authentication',
      version: '1',
      request: { session: rounds, clientMetadata },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    },
    defineResponse,
  );
  if (verdict.failAuthentication) throw incorrectPassword();
  if (verdict.issueTokens) return finish(context, signIn);
  if (verdict.challengeName !== 'CUSTOM_CHALLENGE') {
    throw new AwsError(
      'InvalidLambdaResponseException',
      `DefineAuthChallenge asked for ${verdict.challengeName}; only CUSTOM_CHALLENGE is emulated.`,
    );
  }
  const created = await callTrigger(
    context.invokeFunction,
    triggerArn(signIn, 'CreateAuthChallenge'),
    {
      ...signIn,
      source: 'CreateAuthChallenge_Authentication',
      version: '1',
      request: { challengeName: 'CUSTOM_CHALLENGE', session: rounds, clientMetadata },
      response: {
        publicChallengeParameters: null,
        privateChallengeParameters: null,
        challengeMetadata: null,
      },
    },
    createResponse,
  );
  return ask(
    context,
    signIn,
    {
      name: 'CUSTOM_CHALLENGE',
      privateParameters: created.privateChallengeParameters ?? {},
      metadata: created.challengeMetadata ?? null,
      rounds,
    },
    { USERNAME: signIn.user.username, ...created.publicChallengeParameters },
  );
}

function triggerArn({ pool }: SignIn, name: TriggerName): string {
  const functionArn = pool.definition.LambdaConfig[name];
  if (functionArn !== undefined) return functionArn;
  throw new AwsError(
    'InvalidParameterException',
    'Custom auth lambda trigger is not configured for the user pool.',
  );
}
