import { type AbusePolicy, MAX_COUNTED_FAILURES } from '../../kernel/abuse-policy.ts';

/** Kinds of subjects whose failures are counted; `user_device` is one user on one device. */
export type LockoutKind = 'device' | 'user' | 'user_device';

/** A failed liveness check or a wrong face. */
export interface CountedFailure {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly user_id: string;
}

/** Lockout after repeated failures, per user, per device and per user on a device. */
export interface LockoutLedger {
  /** Failures that still count, oldest first. */
  readonly failures: readonly CountedFailure[];
  /** Number of timeouts so far. */
  readonly timeouts: number;
  /** Epoch milliseconds until which no check may start. */
  readonly locked_until?: number | undefined;
  readonly blocked: boolean;
  /** Whether each further attempt has a timeout behind it, until the user logs in. */
  readonly until_success?: boolean | undefined;
  /** Set while no face of the user is accepted, because the person says that they did not enroll. */
  readonly frozen?: Freeze | undefined;
}

/** Why and since when a user is frozen. */
export interface Freeze {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: 'repudiated';
  /** The enrollment that is denied, by its session. */
  readonly session_id?: string | undefined;
}

type WindowLadder = Extract<AbusePolicy, { count: 'in_window' }>;
type ConsecutiveLadder = Extract<AbusePolicy, { count: 'consecutive' }>;
/** The ladder of a policy, whichever way it counts. */
export type LockoutLadder =
  | Omit<WindowLadder, 'claimed_device_users' | 'max_open_sessions'>
  | Omit<ConsecutiveLadder, 'claimed_device_users' | 'max_open_sessions'>;

/** How a failure counts for one subject. */
export interface FailureRule {
  /** Number of users whose failures it takes to lock; more than one for a device that users only claim. */
  readonly minUsers: number;
  /** Whether the failure may block; otherwise the last timeout repeats. */
  readonly mayBlock: boolean;
}

export const EMPTY_LEDGER: LockoutLedger = { failures: [], timeouts: 0, blocked: false };

export type Lockout =
  | { readonly locked: false }
  | { readonly locked: true; readonly retryAfterSeconds: number }
  | { readonly locked: true; readonly blocked: true };

/** Returns a ledger that begins anew, but for a freeze: only a release ends that. */
export const emptied = ({ frozen }: LockoutLedger): LockoutLedger =>
  frozen ? { ...EMPTY_LEDGER, frozen } : EMPTY_LEDGER;

/** How a failure locks. */
export type LockoutStep = 'timeout' | 'block';

/** Returns how a failure has locked; undefined if it has not. */
export function stepOf(before: LockoutLedger, after: LockoutLedger): LockoutStep | undefined {
  if (after.blocked) return before.blocked ? undefined : 'block';
  return after.locked_until === before.locked_until ? undefined : 'timeout';
}

/** Returns whether a check may start now. */
export function lockoutAt(ledger: LockoutLedger, now: Date): Lockout {
  if (ledger.blocked || ledger.frozen) return { locked: true, blocked: true };
  const remainingMs = (ledger.locked_until ?? 0) - now.getTime();
  return remainingMs > 0
    ? { locked: true, retryAfterSeconds: Math.ceil(remainingMs / 1000) }
    : { locked: false };
}

/** Whether failures lock a subject; a freeze is left out, since it ends by a release alone. */
export const isLockedByFailures = (ledger: LockoutLedger, now: Date): boolean =>
  lockoutAt({ ...ledger, frozen: undefined }, now).locked;

/**
 * Returns the ledger after one more failure of a user. Enough failures start a timeout: in a window, each
 * `max_failures` of them, until one timeout too many becomes a block; in a row, each one from `max_failures`
 * on, until the last one allowed becomes a block.
 */
export function recordFailure(
  ledger: LockoutLedger,
  userId: string,
  ladder: LockoutLadder,
  rule: FailureRule,
  now: Date,
): LockoutLedger {
  const failures = [...countedAt(ledger, ladder, now), { at: now.getTime(), user_id: userId }];
  const users = new Set(failures.map(({ user_id }) => user_id));
  if (failures.length < ladder.max_failures || users.size < rule.minUsers)
    return { ...ledger, failures: failures.slice(-MAX_COUNTED_FAILURES) };
  const locked =
    ladder.count === 'in_window'
      ? lockInWindow(ledger, ladder, rule, now)
      : lockInARow(ledger, failures, ladder, rule, now);
  return ledger.frozen ? { ...locked, frozen: ledger.frozen } : locked;
}

const countedAt = ({ failures }: LockoutLedger, ladder: LockoutLadder, now: Date) =>
  ladder.count === 'consecutive'
    ? failures
    : failures.filter(({ at }) => at > now.getTime() - ladder.window_seconds * 1000);

function lockInWindow(
  ledger: LockoutLedger,
  ladder: Extract<LockoutLadder, { count: 'in_window' }>,
  { mayBlock }: FailureRule,
  now: Date,
): LockoutLedger {
  // this ladder has other steps than a policy that counted in a row
  const before = ledger.until_success ? 0 : ledger.timeouts;
  const timeouts = mayBlock ? before + 1 : Math.min(before + 1, ladder.block_at_timeout - 1);
  if (mayBlock && timeouts >= ladder.block_at_timeout) return { failures: [], timeouts, blocked: true };
  return { failures: [], timeouts, blocked: ledger.blocked, locked_until: timeoutEnd(ladder, timeouts, now) };
}

function lockInARow(
  ledger: LockoutLedger,
  failures: readonly CountedFailure[],
  ladder: Extract<LockoutLadder, { count: 'consecutive' }>,
  { mayBlock }: FailureRule,
  now: Date,
): LockoutLedger {
  const timeouts = ledger.timeouts + 1;
  // the failures of too few users on a claimed device add up, and begin with a timeout all the same
  if (mayBlock && ledger.until_success && failures.length >= ladder.block_at_failures)
    return { failures: [], timeouts, blocked: true };
  return {
    // the last failure before a block stays open to one that may block
    failures: failures.slice(1 - ladder.block_at_failures),
    timeouts,
    blocked: ledger.blocked,
    until_success: true,
    locked_until: timeoutEnd(ladder, timeouts, now),
  };
}

function timeoutEnd({ timeout_seconds }: LockoutLadder, timeout: number, now: Date): number {
  const seconds = timeout_seconds[Math.min(timeout, timeout_seconds.length) - 1] ?? 0;
  return now.getTime() + seconds * 1000;
}

/**
 * Returns the ledger as an attempt begins: where each further attempt has a timeout behind it, others wait
 * from now on, so that prepared sessions do not share one turn.
 */
export const recordAttempt = (ledger: LockoutLedger, ladder: LockoutLadder, now: Date): LockoutLedger =>
  ladder.count === 'consecutive' && ledger.until_success
    ? { ...ledger, locked_until: timeoutEnd(ladder, ledger.timeouts, now) }
    : ledger;

/**
 * Returns the ledger after a login of a user. In a row, their failures up to then no longer count, and
 * those of other users of a device do; in a window, failures count until they are old. A block stays.
 */
export function recordSuccess(
  ledger: LockoutLedger,
  userId: string,
  ladder: LockoutLadder,
  now: Date,
): LockoutLedger {
  if (ladder.count === 'in_window' || ledger.blocked || ledger.frozen) return ledger;
  const failures = ledger.failures.filter(({ at, user_id }) => user_id !== userId || at > now.getTime());
  if (failures.length === ledger.failures.length) return ledger;
  return failures.length < ladder.max_failures ? { ...EMPTY_LEDGER, failures } : { ...ledger, failures };
}
