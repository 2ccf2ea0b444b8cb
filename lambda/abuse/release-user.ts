import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

/** Releases a frozen user; lockouts stay. @returns whether the user was frozen */
export async function releaseUser(
  tenant: string,
  userId: string,
  lockouts: Pick<LockoutLedgerStore, 'update'>,
): Promise<boolean> {
  let wasFrozen = false;
  await lockouts.update(tenant, { kind: 'user', id: userId }, ({ frozen, ...rest }) => {
    wasFrozen = frozen !== undefined;
    return rest;
  });
  return wasFrozen;
}
