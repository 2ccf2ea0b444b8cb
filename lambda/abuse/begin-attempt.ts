import type { VerificationPolicy } from '../kernel/policy.ts';
import { recordAttempt } from './domain/lockout.ts';
import { type FailingSession, subjectsOf } from './domain/lockout-subject.ts';
import type { LockoutChange, LockoutLedgerStore } from './ports/lockout-ledger.ts';
import { requireUnlocked } from './refuse-locked-out.ts';

export interface BeginAttemptDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly policy: Pick<VerificationPolicy, 'abuse'>;
}

/**
 * Refuses an attempt of users and devices that are locked out, and takes the turn of those whose every
 * attempt has a timeout behind it.
 * @returns the changed ledgers, to be written as the attempt begins: of several at once, one is written
 * @throws Problem `liveness_blocked` or `liveness_locked_out`
 */
export async function beginAttempt(
  session: FailingSession,
  now: Date,
  { ledgers, policy }: BeginAttemptDependencies,
): Promise<readonly LockoutChange[]> {
  const { tenant } = session;
  const read = await Promise.all(
    subjectsOf(session).map(async (subject) => ({ subject, snapshot: await ledgers.read(tenant, subject) })),
  );
  requireUnlocked(
    read.map(({ snapshot }) => snapshot),
    now,
  );
  return read.flatMap(({ subject, snapshot: { revision, ...before } }) => {
    const ledger = recordAttempt(before, policy.abuse, now);
    return ledger === before ? [] : [{ tenant, subject, revision, ledger }];
  });
}
