/** Kinds of subjects whose failures are counted. */
export type LockoutKind = 'device' | 'user';

/** Lockout after failed liveness checks (whitepaper 3.2), per device and per user. */
export interface LockoutLedger {
  /** Epoch milliseconds of recent failures, oldest first. */
  readonly failures: readonly number[];
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

export const EMPTY_LEDGER: LockoutLedger = { failures: [], timeouts: 0, blocked: false };

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
 * Returns the ledger after one more failure. The last allowed failure within the window starts a timeout,
 * each longer than the previous one; one timeout too many becomes a permanent block.
 */
export function recordFailure(ledger: LockoutLedger, limits: LockoutLimits, now: Date): LockoutLedger {
  const since = now.getTime() - limits.window_seconds * 1000;
  const failures = [...ledger.failures.filter((time) => time > since), now.getTime()];
  if (failures.length < limits.max_failures) return { ...ledger, failures };
  const timeouts = ledger.timeouts + 1;
  if (timeouts >= limits.block_at_timeout) return { failures: [], timeouts, blocked: true };
  const minutes = limits.timeout_minutes[Math.min(timeouts, limits.timeout_minutes.length) - 1] ?? 0;
  return { failures: [], timeouts, blocked: false, locked_until: now.getTime() + minutes * 60_000 };
}
