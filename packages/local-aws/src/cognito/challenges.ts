import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { assertChangedAttributes, assertWritable, withAttributes } from './attributes.ts';
import type { Challenge, PendingSignIn } from './challenge-sessions.ts';
import { assertSecretHash, type CognitoContext, incorrectPassword, saveUser } from './context.ts';
import { answerCustomChallenge, nextRound, withRound } from './custom-authentication.ts';
import { clientOf, inPool, poolOf } from './directory.ts';
import { type Operation, operation, textMap } from './operation.ts';
import { assertNotLocked, withPassword } from './passwords.ts';
import {
  askForSecondFactor,
  type Continue,
  checkPassword,
  failSignIn,
  finish,
  type SignIn,
  type SignInAnswer,
  userNotFound,
} from './sign-in.ts';
import { provesPassword } from './srp.ts';
import { acceptTotpCode } from './totp-enrollment.ts';

const respondInput = z.object({
  ClientId: z.string(),
  ChallengeName: z.string(),
  Session: z.string().optional(),
  ChallengeResponses: textMap,
  ClientMetadata: textMap,
});

interface Answer {
  readonly context: CognitoContext;
  readonly signIn: SignIn;
  readonly pending: PendingSignIn;
  readonly responses: Readonly<Record<string, string>>;
}

type Responder<Name extends Challenge['name']> = (
  answer: Answer,
  challenge: Extract<Challenge, { name: Name }>,
) => Promise<SignInAnswer>;

/** A custom sign-in goes back to its triggers where another one ends. */
const after = ({ rounds }: SignIn): Continue => (rounds ? nextRound : finish);

const RESPONDERS: { readonly [Name in Challenge['name']]: Responder<Name> } = {
  PASSWORD_VERIFIER: async ({ context, signIn, responses }, { exchange }) => {
    const { user } = signIn;
    const identity = { poolId: signIn.pool.id, username: user.username };
    return checkPassword(
      context,
      withRound(signIn, 'PASSWORD_VERIFIER'),
      () =>
        provesPassword(
          identity,
          exchange,
          responses.TIMESTAMP ?? '',
          responses.PASSWORD_CLAIM_SIGNATURE ?? '',
        ),
      after(signIn),
    );
  },

  NEW_PASSWORD_REQUIRED: async ({ context, signIn, responses }) => {
    const { pool } = signIn;
    const now = context.clock.now();
    const attributes = Object.fromEntries(
      Object.entries(responses).flatMap(([name, value]) =>
        name.startsWith('userAttributes.') ? [[name.slice('userAttributes.'.length), value]] : [],
      ),
    );
    assertWritable(signIn.client, attributes);
    assertChangedAttributes(pool, signIn.user, attributes);
    const changed = withAttributes(signIn.user, attributes, now);
    const missing = pool.definition.Schema.find(
      ({ Name, Required }) => Required && !changed.attributes[Name],
    );
    if (missing) {
      throw new AwsError('InvalidParameterException', `Invalid attributes given, ${missing.Name} is missing`);
    }
    const password = responses.NEW_PASSWORD ?? '';
    const user = {
      ...withPassword(pool, changed, password, { temporary: false, now }),
      status: 'CONFIRMED' as const,
    };
    await saveUser(context, user);
    return askForSecondFactor(context, { ...signIn, user, reason: 'NewPasswordChallenge' }, after(signIn));
  },

  SOFTWARE_TOKEN_MFA: async ({ context, signIn, responses }) => {
    assertNotLocked(signIn.user, context.clock.now());
    const code = responses.SOFTWARE_TOKEN_MFA_CODE ?? '';
    const accepted = acceptTotpCode(signIn.user, code, context.clock.now());
    if (accepted instanceof AwsError) return failSignIn(context, signIn.user, accepted);
    await saveUser(context, accepted);
    return after(signIn)(context, withRound({ ...signIn, user: accepted }, 'SOFTWARE_TOKEN_MFA'));
  },

  MFA_SETUP: async ({ context, signIn }, { verified }) => {
    if (!verified) throw new AwsError('InvalidParameterException', 'The software token is not verified yet.');
    return after(signIn)(context, signIn);
  },

  CUSTOM_CHALLENGE: ({ context, signIn, responses }, challenge) =>
    answerCustomChallenge(context, signIn, challenge, responses.ANSWER ?? ''),
};

/** RespondToAuthChallenge: every message of a sign-in after the first. */
export function respondToAuthChallengeOperation(context: CognitoContext): Operation {
  return operation(respondInput, async (input) => {
    const { directory, sessions } = context;
    const client = clientOf(directory, input.ClientId);
    const responses = input.ChallengeResponses;
    const id =
      input.ChallengeName === 'PASSWORD_VERIFIER' ? responses.PASSWORD_CLAIM_SECRET_BLOCK : input.Session;
    const pending = sessions.read(id, client.id);
    if (pending.challenge.name !== input.ChallengeName) {
      throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
    }
    const username = responses.USERNAME;
    if (!username) throw new AwsError('InvalidParameterException', 'Missing required parameter USERNAME');
    assertSecretHash(client, username, responses.SECRET_HASH);
    const user = pending.userNotFound
      ? userNotFound(pending.poolId, pending.username)
      : directory.users.get(inPool(pending.poolId, pending.username));
    // no user has that name: the exchange was made up, and ends as a wrong password does
    if (!user || (pending.userNotFound && pending.challenge.name === 'PASSWORD_VERIFIER'))
      throw incorrectPassword();
    const signIn: SignIn = {
      pool: poolOf(directory, pending.poolId),
      client,
      user,
      reason: pending.reason,
      clientMetadata: input.ClientMetadata,
      ...(pending.rounds ? { rounds: pending.rounds } : {}),
      ...(pending.userNotFound ? { userNotFound: true as const } : {}),
    };
    // an SRP exchange or a custom answer is for one try; other sessions outlive a typing error
    const oneTry =
      pending.challenge.name === 'PASSWORD_VERIFIER' || pending.challenge.name === 'CUSTOM_CHALLENGE';
    if (oneTry) sessions.close(id ?? '');
    const respond = RESPONDERS[pending.challenge.name] as Responder<Challenge['name']>;
    const answer = await respond({ context, signIn, pending, responses }, pending.challenge);
    sessions.close(id ?? '');
    return answer;
  });
}
