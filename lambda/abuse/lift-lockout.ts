import type { Caller } from '../kernel/caller.ts';
import { EMPTY_LEDGER } from './domain/lockout.ts';
import type { LockoutLedgerStore, LockoutSubject } from './ports/lockout-ledger.ts';

/**
 * Deletes the failed liveness checks, timeouts and block of a user or device, for a person who proved their
 * identity to the help desk. Without a lockout it changes nothing.
 */
export async function liftLockout(
  caller: Caller,
  subject: LockoutSubject,
  lockouts: Pick<LockoutLedgerStore, 'update'>,
): Promise<void> {
  await lockouts.update(caller.tenant, subject, () => EMPTY_LEDGER);
}
