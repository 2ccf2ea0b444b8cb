import type { Caller } from '../kernel/caller.ts';
import { EMPTY_LEDGER } from './domain/lockout.ts';
import type { LockoutSubject } from './domain/lockout-subject.ts';
import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

/** A subject with a lockout of its own in the API. */
export type PublicSubject = Extract<LockoutSubject, { kind: 'user' | 'device' }>;

/**
 * Deletes the failures, timeouts and block of a device, or of a user on every device, for a person who proved
 * their identity to the help desk. Without a lockout it changes nothing.
 */
export async function liftLockout(
  caller: Caller,
  subject: PublicSubject,
  lockouts: Pick<LockoutLedgerStore, 'update' | 'devicesOf'>,
): Promise<void> {
  const { tenant } = caller;
  await lockouts.update(tenant, subject, () => EMPTY_LEDGER);
  if (subject.kind === 'device') return;
  for (const device of await lockouts.devicesOf(tenant, subject.id))
    await lockouts.update(tenant, { kind: 'user_device', id: subject.id, device }, () => EMPTY_LEDGER);
}
