import type { Freeze } from './domain/lockout.ts';
import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

/**
 * Freezes a user: every step of a session is refused from now on, as after too many failures, until the user
 * is released. A user who is frozen stays so, with the first reason.
 * @returns whether this call has frozen the user
 */
export async function freezeUser(
  tenant: string,
  userId: string,
  freeze: Freeze,
  lockouts: Pick<LockoutLedgerStore, 'update'>,
): Promise<boolean> {
  let isNew = false;
  await lockouts.update(tenant, { kind: 'user', id: userId }, (before) => {
    isNew = before.frozen === undefined;
    return isNew ? { ...before, frozen: freeze } : before;
  });
  return isNew;
}
