/** Kinds of subjects whose failures are counted; `user_device` is one user on one device. */
export type LockoutKind = 'device' | 'user' | 'user_device';

/** A failed liveness check or a wrong face. */
export interface CountedFailure {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly user_id: string;
}

/** Lockout after repeated failures (whitepaper 3.2), per user, per device and per user on a device. */
export interface LockoutLedger {
  /** Recent failures, oldest first. */
  readonly failures: readonly CountedFailure[];
  /** Number of timeouts so far. */
  readonly timeouts: number;
  /** Epoch milliseconds until which no check may start. */
  readonly locked_until?: number | undefined;
  readonly blocked: boolean;
}

export interface LockoutLimits {
  readonly max_failures: number;
  readonly window_seconds: number;
  readonly timeout_minutes: readonly number[];
  readonly block_at_timeout: number;
}

/** How a failure counts for one subject. */
export interface FailureRule {
  /** Number of users whose failures it takes to lock; more than one for a device that users only claim. */
  readonly minUsers: number;
  /** Whether one timeout too many blocks; otherwise the last timeout repeats. */
  readonly mayBlock: boolean;
}

export const EMPTY_LEDGER: LockoutLedger = { failures: [], timeouts: 0, blocked: false };

/** Failures kept while too few users have failed to lock: enough for any limit, and a bounded row. */
const MAX_KEPT = 100;

export type Lockout =
  | { readonly locked: false }
  | { readonly locked: true; readonly retryAfterSeconds: number }
  | { readonly locked: true; readonly blocked: true };

/** Returns whether a check may start now. */
export function lockoutAt(ledger: LockoutLedger, now: Date): Lockout {
  if (ledger.blocked) return { locked: true, blocked: true };
  const remainingMs = (ledger.locked_until ?? 0) - now.getTime();
  return remainingMs > 0
    ? { locked: true, retryAfterSeconds: Math.ceil(remainingMs / 1000) }
    : { locked: false };
}

/**
 * Returns the ledger after one more failure of a user. The last allowed failure within the window starts a
 * timeout, each longer than the previous one; one timeout too many becomes a permanent block.
 */
export function recordFailure(
  ledger: LockoutLedger,
  userId: string,
  limits: LockoutLimits,
  { minUsers, mayBlock }: FailureRule,
  now: Date,
): LockoutLedger {
  const since = now.getTime() - limits.window_seconds * 1000;
  const recent = ledger.failures.filter(({ at }) => at > since);
  const failures = [...recent, { at: now.getTime(), user_id: userId }];
  const users = new Set(failures.map(({ user_id }) => user_id));
  if (failures.length < limits.max_failures || users.size < minUsers)
    return { ...ledger, failures: failures.slice(-MAX_KEPT) };
  const timeouts = Math.min(
    ledger.timeouts + 1,
    mayBlock ? Number.POSITIVE_INFINITY : limits.block_at_timeout - 1,
  );
  if (mayBlock && timeouts >= limits.block_at_timeout) return { failures: [], timeouts, blocked: true };
  const minutes = limits.timeout_minutes[Math.min(timeouts, limits.timeout_minutes.length) - 1] ?? 0;
  return { failures: [], timeouts, blocked: ledger.blocked, locked_until: now.getTime() + minutes * 60_000 };
}
