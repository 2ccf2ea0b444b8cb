import type { VerificationPolicy } from '../kernel/policy.ts';
import { recordSuccess } from './domain/lockout.ts';
import { type FailingSession, subjectsOf } from './domain/lockout-subject.ts';
import type { LockoutChange, LockoutLedgerStore } from './ports/lockout-ledger.ts';

export interface CountSuccessDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly policy: Pick<VerificationPolicy, 'abuse'>;
}

/**
 * Ends the count of a user who logs in, where the policy counts failures in a row. A liveness check that
 * passes does not: an attacker's own face passes it.
 * @returns the changed ledgers, to be written with the approval
 */
export async function countSuccess(
  session: FailingSession,
  now: Date,
  { ledgers, policy }: CountSuccessDependencies,
): Promise<readonly LockoutChange[]> {
  // a window ends by itself, so that most logins read no ledger again
  if (policy.abuse.count === 'in_window') return [];
  const { tenant, user_id } = session;
  const changes = subjectsOf(session).map(async (subject) => {
    const { revision, ...before } = await ledgers.read(tenant, subject);
    const ledger = recordSuccess(before, user_id, policy.abuse, now);
    return ledger === before ? [] : [{ tenant, subject, revision, ledger }];
  });
  return (await Promise.all(changes)).flat();
}
