import { Problem } from '../kernel/problem.ts';
import { type LockoutLedger, lockoutAt } from './domain/lockout.ts';
import { type FailingSession, subjectsOf } from './domain/lockout-subject.ts';
import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

/**
 * Refuses users and devices with too many failures (whitepaper 3.2). Every step of a session asks, since a
 * session may be prepared before its user or device is locked.
 * @throws Problem `liveness_blocked` or `liveness_locked_out`
 */
export async function refuseLockedOut(
  session: FailingSession,
  now: Date,
  { ledgers }: { readonly ledgers: Pick<LockoutLedgerStore, 'read'> },
): Promise<void> {
  const read = subjectsOf(session).map((subject) => ledgers.read(session.tenant, subject));
  requireUnlocked(await Promise.all(read), now);
}

/** @throws Problem `liveness_blocked` or `liveness_locked_out`, for the longest of several timeouts */
export function requireUnlocked(ledgers: readonly LockoutLedger[], now: Date): void {
  let retryAfterSeconds = 0;
  for (const ledger of ledgers) {
    const lockout = lockoutAt(ledger, now);
    if (!lockout.locked) continue;
    if ('blocked' in lockout) {
      throw new Problem('liveness_blocked', 'too many failed checks; offer the person another way to verify');
    }
    retryAfterSeconds = Math.max(retryAfterSeconds, lockout.retryAfterSeconds);
  }
  if (retryAfterSeconds === 0) return;
  throw new Problem(
    'liveness_locked_out',
    `too many failed checks; try again in ${retryAfterSeconds} seconds`,
    { retry_after_seconds: retryAfterSeconds },
  );
}
