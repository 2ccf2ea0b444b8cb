import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { CustomRound, PendingSignIn } from './challenge-sessions.ts';
import { type CognitoContext, incorrectPassword } from './context.ts';
import { ask, finish, type SignIn, type SignInAnswer } from './sign-in.ts';
import { callTrigger } from './triggers.ts';

/**
 * Sign-in by challenges of one's own: three functions define, create and verify them (`CUSTOM_AUTH`). It
 * may begin with the password by SRP; a second factor of the pool's own is asked for right after the
 * password (Cognito developer guide, "Use SRP password verification in custom authentication flow").
 */

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

/**
 * Begins a custom sign-in.
 * @param askForPassword opens the SRP exchange with which it begins; undefined if it begins without a
 * password
 */
export async function beginCustomSignIn(
  context: CognitoContext,
  signIn: SignIn,
  askForPassword: ((signIn: SignIn) => SignInAnswer) | undefined,
): Promise<SignInAnswer> {
  if (!askForPassword) return nextRound(context, { ...signIn, rounds: [] });
  const begun = withRound({ ...signIn, rounds: [] }, 'SRP_A');
  const verdict = await defineChallenge(context, begun);
  if (verdict.issueTokens) return finish(context, signIn);
  if (verdict.challengeName === 'PASSWORD_VERIFIER') return askForPassword(begun);
  throw unknownChallenge(verdict.challengeName);
}

/** Adds a round that was passed; a sign-in without rounds of its own stays as it is. */
export const withRound = (signIn: SignIn, challengeName: string): SignIn =>
  signIn.rounds
    ? {
        ...signIn,
        rounds: [...signIn.rounds, { challengeName, challengeResult: true, challengeMetadata: null }],
      }
    : signIn;

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
        ...hidden(signIn),
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
  return nextRound(context, { ...signIn, rounds: [...(signIn.rounds ?? []), round] });
}

/** Asks the defining function what is next: tokens, the end, or a challenge, which is then created. */
export async function nextRound(context: CognitoContext, signIn: SignIn): Promise<SignInAnswer> {
  const { clientMetadata, rounds = [] } = signIn;
  const verdict = await defineChallenge(context, signIn);
  if (verdict.issueTokens) return finish(context, signIn);
  if (verdict.challengeName !== 'CUSTOM_CHALLENGE') throw unknownChallenge(verdict.challengeName);
  const created = await callTrigger(
    context.invokeFunction,
    triggerArn(signIn, 'CreateAuthChallenge'),
    {
      ...signIn,
      source: 'CreateAuthChallenge_Authentication',
      version: '1',
      request: { challengeName: 'CUSTOM_CHALLENGE', session: rounds, clientMetadata, ...hidden(signIn) },
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
    },
    { USERNAME: signIn.user.username, ...created.publicChallengeParameters },
  );
}

async function defineChallenge(
  context: CognitoContext,
  signIn: SignIn,
): Promise<z.output<typeof defineResponse>> {
  const verdict = await callTrigger(
    context.invokeFunction,
    triggerArn(signIn, 'DefineAuthChallenge'),
    {
      ...signIn,
      source: 'DefineAuthChallenge_Authentication',
      version: '1',
      request: {
        session: signIn.rounds ?? [],
        clientMetadata: signIn.clientMetadata,
        ...hidden(signIn),
      },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    },
    defineResponse,
  );
  if (verdict.failAuthentication) throw incorrectPassword();
  return verdict;
}

/** Whether the user exists, which functions learn of where the client hides it from the app. */
const hidden = ({ client, userNotFound }: SignIn): { readonly userNotFound?: boolean } =>
  client.definition.PreventUserExistenceErrors === 'ENABLED' ? { userNotFound: userNotFound === true } : {};

const unknownChallenge = (name: string | null | undefined): AwsError =>
  new AwsError(
    'InvalidLambdaResponseException',
    `DefineAuthChallenge asked for ${name}; only CUSTOM_CHALLENGE, and PASSWORD_VERIFIER after SRP_A, are emulated.`,
  );

function triggerArn({ pool }: SignIn, name: TriggerName): string {
  const functionArn = pool.definition.LambdaConfig[name];
  if (functionArn !== undefined) return functionArn;
  throw new AwsError(
    'InvalidParameterException',
    'Custom auth lambda trigger is not configured for the user pool.',
  );
}
