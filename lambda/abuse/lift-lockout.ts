import type { Caller } from '../kernel/caller.ts';
import { EMPTY_LEDGER } from './domain/lockout.ts';
import type { LockoutLedgerStore, LockoutSubject } from './ports/lockout-ledger.ts';

/**
 * Forgets the failed liveness checks of a user or a device, its timeouts and its block: for the person who proved to
 * the help desk who they are. Lifting what is not locked changes nothing.
 */
export async function liftLockout(
  caller: Caller,
  subject: LockoutSubject,
  lockouts: Pick<LockoutLedgerStore, 'update'>,
): Promise<void> {
  await lockouts.update(caller.tenant, subject, () => EMPTY_LEDGER);
}
