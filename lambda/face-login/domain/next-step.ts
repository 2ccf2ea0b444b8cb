import type { Round } from './round.ts';

/**
 * How the users of a tenant sign in to the user pool with their face: not at all, after their password,
 * or by the face alone.
 */
export const FACE_LOGIN_MODES = ['off', 'second_factor', 'only_factor'] as const;
export type FaceLoginMode = (typeof FACE_LOGIN_MODES)[number];

/** Next step of a sign-in: the password by SRP, another challenge, tokens, or the end. */
export type Step = 'password' | 'challenge' | 'tokens' | 'refuse';

/** Challenges of one sign-in: three faces, or the question for consent and two. */
export const MAX_CHALLENGES = 3;

/**
 * Second factors of the user pool itself: Cognito asks for them after the password, and reports those
 * that were passed.
 */
const SECOND_FACTORS = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'EMAIL_OTP'];

export interface SignInSoFar {
  /** Of the user's tenant; undefined for a name that no user has. */
  readonly mode: FaceLoginMode | undefined;
  /** Whether any tenant lets its users in by their face alone. */
  readonly offeredAlone: boolean;
  readonly rounds: readonly Round[];
}

/** Whether a sign-in began with the right password. */
export const hasPassword = (rounds: readonly Round[]): boolean =>
  ['SRP_A', 'PASSWORD_VERIFIER'].every((name, at) => rounds[at]?.name === name && rounds[at].passed);

/**
 * Returns the next step of a sign-in. Without the right password it depends on nothing about the user,
 * not even on whether one exists, until the face itself was right.
 */
export function nextStep({ mode, offeredAlone, rounds }: SignInSoFar): Step {
  if (rounds.length === 1 && rounds[0]?.name === 'SRP_A') return 'password';
  const proved = hasPassword(rounds);
  if (!proved && !offeredAlone) return 'refuse';
  if (proved && (mode === undefined || mode === 'off')) return 'refuse';

  const others = proved ? rounds.slice(2) : rounds;
  const challenges = others.filter(({ name }) => name === 'CUSTOM_CHALLENGE');
  const isKnown = ({ name, passed }: Round) =>
    name === 'CUSTOM_CHALLENGE' || (proved && SECOND_FACTORS.includes(name) && passed);
  if (!others.every(isKnown)) return 'refuse';

  const last = challenges.at(-1);
  if (last?.passed && last.challenge === 'face')
    return mode === 'only_factor' || (mode === 'second_factor' && proved) ? 'tokens' : 'refuse';
  return challenges.length < MAX_CHALLENGES ? 'challenge' : 'refuse';
}
