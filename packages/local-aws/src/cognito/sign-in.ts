import { AwsError } from '../aws-error.ts';
import type { Challenge, CustomRound } from './challenge-sessions.ts';
import { type CognitoContext, incorrectPassword, saveUser } from './context.ts';
import { type Client, findUser, type Pool, type User } from './directory.ts';
import { assertNotLocked, withFailedSignIn, withoutFailedSignIns } from './passwords.ts';
import type { AuthenticationResult, TokenRequest } from './tokens.ts';

/** Someone on the way in: whom the tokens at its end will be for. */
export interface SignIn extends TokenRequest {
  /** Rounds so far of a custom sign-in; absent in any other. */
  readonly rounds?: readonly CustomRound[];
  /** True for a name that no user has, where the client hides which users exist: no tokens come of it. */
  readonly userNotFound?: true;
}

/** Goes on once the password, and a second factor, are right. */
export type Continue = (context: CognitoContext, signIn: SignIn) => Promise<SignInAnswer>;

/** Response of InitiateAuth and RespondToAuthChallenge: the next challenge, or tokens. */
export type SignInAnswer =
  | {
      readonly ChallengeName: Challenge['name'];
      readonly Session?: string;
      readonly ChallengeParameters: Readonly<Record<string, string>>;
    }
  | {
      readonly ChallengeParameters: Readonly<Record<string, never>>;
      readonly AuthenticationResult: AuthenticationResult;
    };

/**
 * Returns the user who signs in; if the client hides which
 * users exist, a missing user looks like a wrong password.
 */
export function userSigningIn(context: CognitoContext, pool: Pool, client: Client, name: string): User {
  const user = findUser(context.directory, pool, name);
  if (user) return user;
  if (client.definition.PreventUserExistenceErrors === 'ENABLED') throw incorrectPassword();
  throw new AwsError('UserNotFoundException', 'User does not exist.');
}

/** A stand-in for a user, where a client hides which users exist. */
export const userNotFound = (poolId: string, username: string): User => ({
  poolId,
  username,
  attributes: {},
  status: 'CONFIRMED',
  groups: [],
  createdAt: 0,
  modifiedAt: 0,
});

/** Records a wrong password or code and throws `error`. */
export async function failSignIn(context: CognitoContext, user: User, error: AwsError): Promise<never> {
  await saveUser(context, withFailedSignIn(user, context.clock.now()));
  throw error;
}

/** Throws unless someone with the right password may go on. */
function assertNotExpired(user: User, now: number): void {
  if (user.password?.expiresAt !== undefined && user.password.expiresAt <= now) {
    throw new AwsError(
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
    );
  }
}

/** Takes a sign-in on from the password: checks it with `proves`, then asks what else is needed. */
export async function checkPassword(
  context: CognitoContext,
  signIn: SignIn,
  proves: () => boolean,
  proceed: Continue = finish,
): Promise<SignInAnswer> {
  const { user } = signIn;
  assertNotLocked(user, context.clock.now());
  if (!proves()) return failSignIn(context, user, incorrectPassword());
  assertNotExpired(user, context.clock.now());
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askForNewPassword(context, signIn);
  return askForSecondFactor(context, signIn, proceed);
}

/** Asks for the second factor that the pool or the user wants, or goes on without one. */
export function askForSecondFactor(
  context: CognitoContext,
  signIn: SignIn,
  proceed: Continue = finish,
): Promise<SignInAnswer> {
  const { pool, user } = signIn;
  const { MfaConfiguration } = pool.definition;
  const isSetUp = user.totp !== undefined && (user.totp.enabled || MfaConfiguration === 'ON');
  if (MfaConfiguration !== 'OFF' && isSetUp) {
    return ask(context, signIn, { name: 'SOFTWARE_TOKEN_MFA' }, { USER_ID_FOR_SRP: user.username });
  }
  if (MfaConfiguration === 'ON') {
    return ask(
      context,
      signIn,
      { name: 'MFA_SETUP', verified: false },
      { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: JSON.stringify(pool.definition.EnabledMfas) },
    );
  }
  return proceed(context, signIn);
}

/** Signs the person in. */
export async function finish(context: CognitoContext, signIn: SignIn): Promise<SignInAnswer> {
  if (signIn.userNotFound) throw incorrectPassword();
  const user = withoutFailedSignIns(signIn.user);
  // before the trigger runs: what others change meanwhile must not be written over
  if (signIn.user.failedSignIns) await saveUser(context, user);
  const AuthenticationResult = await context.tokens.issue({ ...signIn, user });
  return { ChallengeParameters: {}, AuthenticationResult };
}

/** Leaves the sign-in waiting for the answer to `challenge`. */
export async function ask(
  context: CognitoContext,
  { pool, client, user, reason, rounds, userNotFound }: SignIn,
  challenge: Challenge,
  parameters: Readonly<Record<string, string>>,
): Promise<SignInAnswer> {
  const pending = {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    reason,
    challenge,
    ...(rounds ? { rounds } : {}),
    ...(userNotFound ? { userNotFound } : {}),
  };
  const session = context.sessions.open(pending, client.definition.AuthSessionValidity);
  return { ChallengeName: challenge.name, Session: session, ChallengeParameters: parameters };
}

function askForNewPassword(context: CognitoContext, signIn: SignIn): Promise<SignInAnswer> {
  const { pool, user } = signIn;
  const { sub: _internal, ...attributes } = user.attributes;
  const missing = pool.definition.Schema.filter(({ Name, Required }) => Required && !user.attributes[Name]);
  return ask(
    context,
    signIn,
    { name: 'NEW_PASSWORD_REQUIRED' },
    {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name}`)),
      userAttributes: JSON.stringify(attributes),
    },
  );
}
