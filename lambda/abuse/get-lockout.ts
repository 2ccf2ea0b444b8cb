import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { LockoutView } from './contract.ts';
import { lockoutAt } from './domain/lockout.ts';
import type { LockoutSubject } from './domain/lockout-subject.ts';
import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

export interface GetLockoutDependencies {
  readonly lockouts: Pick<LockoutLedgerStore, 'read'>;
  readonly clock: Clock;
}

/** Returns the lockout of a user or device (whitepaper 3.2). */
export async function getLockout(
  caller: Caller,
  subject: LockoutSubject,
  { lockouts, clock }: GetLockoutDependencies,
): Promise<LockoutView> {
  const ledger = await lockouts.read(caller.tenant, subject);
  const now = clock();
  const lockout = lockoutAt(ledger, now);
  const state = !lockout.locked ? 'open' : 'blocked' in lockout ? 'blocked' : 'timed_out';
  return {
    state,
    timeouts: ledger.timeouts,
    ...(ledger.frozen ? { frozen_at: ledger.frozen.at } : {}),
    locked_until:
      state === 'timed_out' && ledger.locked_until !== undefined
        ? new Date(ledger.locked_until).toISOString()
        : null,
  };
}
