import { AwsError } from '../aws-error.ts';
import type { PasswordPolicy } from './definitions.ts';
import type { Pool, User } from './directory.ts';
import { enrollPassword, isPassword } from './srp.ts';

interface PasswordRule {
  readonly applies: (policy: PasswordPolicy) => boolean;
  readonly holds: (password: string, policy: PasswordPolicy) => boolean;
  readonly complaint: string;
}

/** Special characters by the developer guide, "Adding user pool password requirements". */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;
const DAY_MS = 86_400_000;

const PASSWORD_RULES: readonly PasswordRule[] = [
  {
    applies: () => true,
    holds: (password, { MinimumLength }) => password.length >= MinimumLength,
    complaint: 'Password not long enough',
  },
  {
    applies: ({ RequireUppercase }) => RequireUppercase,
    holds: (password) => /[A-Z]/.test(password),
    complaint: 'Password must have uppercase characters',
  },
  {
    applies: ({ RequireLowercase }) => RequireLowercase,
    holds: (password) => /[a-z]/.test(password),
    complaint: 'Password must have lowercase characters',
  },
  {
    applies: ({ RequireNumbers }) => RequireNumbers,
    holds: (password) => /[0-9]/.test(password),
    complaint: 'Password must have numeric characters',
  },
  {
    applies: ({ RequireSymbols }) => RequireSymbols,
    holds: (password) => SYMBOL.test(password),
    complaint: 'Password must have symbol characters',
  },
];

/**
 * The user with a new password. Throws `InvalidPasswordException`
 * with the first rule of the pool that it breaks.
 */
export function withPassword(
  pool: Pool,
  user: User,
  password: string,
  { temporary, now }: { readonly temporary: boolean; readonly now: number },
): User {
  const policy = pool.definition.Policies.PasswordPolicy;
  const broken = PASSWORD_RULES.find((rule) => rule.applies(policy) && !rule.holds(password, policy));
  if (broken) {
    throw new AwsError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken.complaint}`,
    );
  }
  const { failedSignIns: _forgiven, ...rest } = user;
  return {
    ...rest,
    password: {
      ...enrollPassword({ poolId: pool.id, username: user.username }, password),
      ...(temporary ? { expiresAt: now + policy.TemporaryPasswordValidityDays * DAY_MS } : {}),
    },
    modifiedAt: now,
  };
}

export function hasPassword(user: User, password: string): boolean {
  return user.password !== undefined && isPassword(user, user.password, password);
}

/** Wrong passwords in a row that go unpunished; each one after them doubles the wait ("Lockout behavior"). */
const FREE_ATTEMPTS = 5;
const FIRST_LOCK_MS = 1000;
const LONGEST_LOCK_MS = 15 * 60_000;

/**
 * Throws when the user must wait after wrong passwords; a right password is refused as well while it lasts.
 */
export function assertNotLocked(user: User, now: number): void {
  if (user.failedSignIns && user.failedSignIns.lockedUntil > now) {
    throw new AwsError('NotAuthorizedException', 'Password attempts exceeded');
  }
}

/**
 * The user after one more wrong password or code. Fifteen minutes without one reset the count.
 */
export function withFailedSignIn(user: User, now: number): User {
  const earlier = user.failedSignIns;
  const count = earlier && now - earlier.lastAt <= LONGEST_LOCK_MS ? earlier.count + 1 : 1;
  const lockMs =
    count < FREE_ATTEMPTS ? 0 : Math.min(FIRST_LOCK_MS * 2 ** (count - FREE_ATTEMPTS), LONGEST_LOCK_MS);
  return { ...user, failedSignIns: { count, lockedUntil: now + lockMs, lastAt: now } };
}

export function withoutFailedSignIns(user: User): User {
  const { failedSignIns: _forgiven, ...rest } = user;
  return rest;
}
