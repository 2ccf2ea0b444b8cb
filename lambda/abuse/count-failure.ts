import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type LockoutLimits, recordFailure } from './domain/lockout.ts';
import type { LockoutChange, LockoutLedgerStore, LockoutSubject } from './ports/lockout-ledger.ts';

export interface CountFailureDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
}

/**
 * Counts one failure for each subject (whitepaper 3.2).
 * @returns the changed ledgers, to be written with the transition that the failure belongs to
 */
export const countFailure = (
  tenant: string,
  subjects: readonly LockoutSubject[],
  limits: LockoutLimits,
  now: Date,
  { ledgers }: CountFailureDependencies,
): Promise<readonly LockoutChange[]> =>
  Promise.all(
    subjects.map(async (subject) => {
      const { revision, ...ledger } = await ledgers.read(tenant, subject);
      return { tenant, subject, revision, ledger: recordFailure(ledger, limits, now) };
    }),
  );

/** Counts the devices that a written failure has locked; a failure that did not lock stays in the window. */
export function emitLockouts(changes: readonly LockoutChange[], emit: EmitMetric): void {
  for (const { subject, ledger } of changes)
    if (subject.kind === 'device' && ledger.failures.length === 0)
      emit('DeviceLockedOut', 1, { Step: ledger.blocked ? 'block' : 'timeout' });
}
