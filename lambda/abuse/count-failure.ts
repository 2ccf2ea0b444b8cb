import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type LockoutLedger, type LockoutStep, recordFailure, stepOf } from './domain/lockout.ts';
import { type FailingSession, type FailureCause, ruleFor, subjectsOf } from './domain/lockout-subject.ts';
import type { LockoutChange, LockoutLedgerStore } from './ports/lockout-ledger.ts';

export interface CountFailureDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read'>;
  readonly policy: Pick<VerificationPolicy, 'abuse'>;
}

/**
 * Counts one failure of a session for its user and its device (whitepaper 3.2).
 * @returns the changed ledgers, to be written with the transition that the failure belongs to
 */
export const countFailure = (
  session: FailingSession,
  cause: FailureCause,
  now: Date,
  { ledgers, policy }: CountFailureDependencies,
): Promise<readonly LockoutChange[]> =>
  Promise.all(
    subjectsOf(session).map(async (subject) => {
      const { tenant, user_id } = session;
      const { revision, ...before } = await ledgers.read(tenant, subject);
      const rule = ruleFor(subject, cause, session, policy.abuse);
      const ledger = recordFailure(before, user_id, policy.abuse, rule, now);
      return { tenant, subject, revision, ledger, step: stepOf(before, ledger) };
    }),
  );

export interface CountFailureNowDependencies {
  readonly ledgers: Pick<LockoutLedgerStore, 'read' | 'update'>;
  readonly policy: Pick<VerificationPolicy, 'abuse'>;
  readonly emit: EmitMetric;
}

/** Counts a failure that belongs to no transition, since no session was created or moved. */
export async function countFailureNow(
  session: FailingSession,
  cause: FailureCause,
  now: Date,
  { ledgers, policy, emit }: CountFailureNowDependencies,
): Promise<void> {
  const { tenant, user_id } = session;
  const counted = subjectsOf(session).map(async (subject) => {
    const rule = ruleFor(subject, cause, session, policy.abuse);
    let step: LockoutStep | undefined;
    await ledgers.update(tenant, subject, (before: LockoutLedger) => {
      const ledger = recordFailure(before, user_id, policy.abuse, rule, now);
      step = stepOf(before, ledger);
      return ledger;
    });
    return { subject, step };
  });
  emitLockouts(await Promise.all(counted), emit);
}

/** Counts the users and devices that written changes have locked. */
export function emitLockouts(
  changes: readonly Pick<LockoutChange, 'subject' | 'step'>[],
  emit: EmitMetric,
): void {
  for (const { subject, step } of changes) {
    if (!step) continue;
    emit('LockoutStarted', 1, { Kind: subject.kind, Step: step });
    if (subject.kind === 'device') emit('DeviceLockedOut', 1, { Step: step });
  }
}
