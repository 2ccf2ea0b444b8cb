import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { emptied, isLockedByFailures } from './domain/lockout.ts';
import type { LockoutSubject } from './domain/lockout-subject.ts';
import type { LockoutLedgerStore } from './ports/lockout-ledger.ts';

/** A subject with a lockout of its own in the API. */
export type PublicSubject = Extract<LockoutSubject, { kind: 'user' | 'device' }>;

export interface LiftLockoutDependencies {
  readonly lockouts: Pick<LockoutLedgerStore, 'update' | 'devicesOf'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Deletes the failures, timeouts and block of a device, or of a user on every device, for a person who proved
 * their identity to the help desk. Without a lockout it changes nothing, and a frozen user stays frozen.
 */
export async function liftLockout(
  { tenant }: Caller,
  subject: PublicSubject,
  { lockouts, clock, emit }: LiftLockoutDependencies,
): Promise<void> {
  const devices = subject.kind === 'device' ? [] : await lockouts.devicesOf(tenant, subject.id);
  const onDevices = devices.map((device) => ({ kind: 'user_device', id: subject.id, device }) as const);
  for (const one of [subject, ...onDevices]) {
    let wasLocked = false;
    await lockouts.update(tenant, one, (before) => {
      wasLocked = isLockedByFailures(before, clock());
      return emptied(before);
    });
    if (wasLocked) emit('LockoutLifted', 1, { Kind: one.kind });
  }
}
