import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type CognitoContext, saveUser } from './context.ts';
import { inPool, type User } from './directory.ts';
import { type Operation, operation } from './operation.ts';
import { makeTotpSecret, matchingStep } from './totp.ts';

/**
 * Setting up an authenticator app: by someone signed in, or inside a sign-in that demands it (`MFA_SETUP`).
 */

/** The user after a one-time code was used, or the error that it deserves. */
export function acceptTotpCode(user: User, code: string, now: number): User | AwsError {
  const { totp } = user;
  const step = totp && matchingStep(totp.secret, code, now);
  if (!totp || step === undefined)
    return new AwsError('CodeMismatchException', 'Invalid code received for user');
  if (step <= totp.lastStep) {
    return new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  return { ...user, totp: { ...totp, lastStep: step } };
}

const who = z.object({ AccessToken: z.string().optional(), Session: z.string().optional() });

export function associateSoftwareTokenOperation(context: CognitoContext): Operation {
  return operation(who, async ({ AccessToken, Session }) => {
    const secret = makeTotpSecret();
    if (AccessToken !== undefined) {
      const { pool, user } = context.tokens.userOfAccessToken(AccessToken);
      if (!pool.definition.EnabledMfas.includes('SOFTWARE_TOKEN_MFA')) {
        throw new AwsError(
          'SoftwareTokenMFANotFoundException',
          'Software Token MFA has not been enabled by the userPool',
        );
      }
      await saveUser(context, { ...user, pendingTotpSecret: secret });
      return { SecretCode: secret };
    }
    const pending = context.sessions.read(Session);
    if (pending.challenge.name !== 'MFA_SETUP') throw invalidSession();
    const next = reopen(context, Session ?? '', { ...pending, challenge: { ...pending.challenge, secret } });
    return { SecretCode: secret, Session: next };
  });
}

export function verifySoftwareTokenOperation(context: CognitoContext): Operation {
  const input = who.extend({ UserCode: z.string(), FriendlyDeviceName: z.string().optional() });
  return operation(input, async ({ AccessToken, Session, UserCode }) => {
    if (AccessToken !== undefined) {
      const { user } = context.tokens.userOfAccessToken(AccessToken);
      await saveUser(context, withApp(user, user.pendingTotpSecret, UserCode, context.clock.now()));
      return { Status: 'SUCCESS' };
    }
    const pending = context.sessions.read(Session);
    const { challenge } = pending;
    if (challenge.name !== 'MFA_SETUP') throw invalidSession();
    const user = context.directory.users.get(inPool(pending.poolId, pending.username));
    if (!user) throw invalidSession();
    await saveUser(context, withApp(user, challenge.secret, UserCode, context.clock.now()));
    const next = reopen(context, Session ?? '', { ...pending, challenge: { ...challenge, verified: true } });
    return { Status: 'SUCCESS', Session: next };
  });
}

const preference = z.object({
  Enabled: z.boolean().default(false),
  PreferredMfa: z.boolean().default(false),
});
const preferences = z.object({ SoftwareTokenMfaSettings: preference.optional() });

/** SetUserMFAPreference, by the user's own token. */
export function setMfaPreferenceOperation(context: CognitoContext): Operation {
  return operation(preferences.extend({ AccessToken: z.string() }), (input) => {
    const { user } = context.tokens.userOfAccessToken(input.AccessToken);
    return setPreference(context, user, input.SoftwareTokenMfaSettings);
  });
}

/** Turns the authenticator app on or off for a user. */
async function setPreference(
  context: CognitoContext,
  user: User,
  settings: z.output<typeof preference> | undefined,
): Promise<object> {
  if (!settings) return {};
  if (settings.Enabled && !user.totp) {
    throw new AwsError('InvalidParameterException', 'User has not verified software token mfa');
  }
  if (!user.totp) return {};
  const { Enabled: enabled, PreferredMfa } = settings;
  await saveUser(context, { ...user, totp: { ...user.totp, enabled, preferred: enabled && PreferredMfa } });
  return {};
}

/** `UserMFASettingList` and `PreferredMfaSetting` as GetUser shows them. */
export function mfaSettings({ totp }: User): object {
  return {
    ...(totp?.enabled ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] } : {}),
    ...(totp?.enabled && totp.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}

/** The user whose authenticator app with `secret` made `code`; an app that was set up before is replaced. */
function withApp(user: User, secret: string | undefined, code: string, now: number): User {
  const step = secret === undefined ? undefined : matchingStep(secret, code, now);
  if (secret === undefined || step === undefined) {
    throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  const { pendingTotpSecret: _promoted, ...rest } = user;
  const { enabled = false, preferred = false } = user.totp ?? {};
  return { ...rest, totp: { secret, enabled, preferred, lastStep: step } };
}

function reopen(
  context: CognitoContext,
  session: string,
  pending: Parameters<CognitoContext['sessions']['open']>[0],
): string {
  const client = context.directory.clients.get(pending.clientId);
  context.sessions.close(session);
  return context.sessions.open(pending, client?.definition.AuthSessionValidity ?? 0);
}

const invalidSession = (): AwsError =>
  new AwsError('NotAuthorizedException', 'Invalid session for the user.');
