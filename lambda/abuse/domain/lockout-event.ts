import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import { isLockedByFailures, type LockoutLedger, type LockoutStep, stepOf } from './lockout.ts';
import type { LockoutSubject } from './lockout-subject.ts';

/** A write of a ledger that others may hear of. */
interface WrittenLedger {
  readonly tenant: string;
  readonly subject: LockoutSubject;
  /** Id of the event of this write; it outlives the user, so nothing of them is in it. */
  readonly eventId: string;
  readonly ledger: LockoutLedger;
}

/** Returns the event of a failure that has locked a subject. */
export function eventOfLockout(written: WrittenLedger, step: LockoutStep, now: Date): OutboxEvent {
  const { timeouts, locked_until } = written.ledger;
  return outboxEventOf('lockout.started', reported(written, now), {
    ...aboutOf(written.subject),
    step,
    timeouts,
    locked_until:
      step === 'block' || locked_until === undefined ? undefined : new Date(locked_until).toISOString(),
  });
}

/**
 * Returns the event of a ledger that was changed outside a session; undefined if nothing is locked by it, or
 * free again.
 */
export function eventOfChange(
  written: WrittenLedger,
  before: LockoutLedger,
  now: Date,
): OutboxEvent | undefined {
  const freeze = eventOfFreeze(written, before, now);
  if (freeze) return freeze;
  const step = stepOf(before, written.ledger);
  if (isLockedByFailures(written.ledger, now)) return step && eventOfLockout(written, step, now);
  return isLockedByFailures(before, now)
    ? outboxEventOf('lockout.lifted', reported(written, now), aboutOf(written.subject))
    : undefined;
}

/** Returns the event of a user who was frozen or released; undefined if neither happened. */
function eventOfFreeze(written: WrittenLedger, before: LockoutLedger, now: Date): OutboxEvent | undefined {
  const { subject, ledger } = written;
  if (Boolean(ledger.frozen) === Boolean(before.frozen) || subject.kind !== 'user') return undefined;
  const user_id = subject.id;
  if (!ledger.frozen) return outboxEventOf('user.released', reported(written, now), { user_id });
  const { reason, session_id } = ledger.frozen;
  return outboxEventOf('user.frozen', reported(written, now), { user_id, reason, session_id });
}

const reported = ({ tenant, subject, eventId }: WrittenLedger, at: Date) => ({
  id: eventId,
  tenant,
  subject: subject.id,
  at,
});

const aboutOf = (subject: LockoutSubject) => ({
  subject_kind: subject.kind,
  ...(subject.kind === 'device' ? { device_id: subject.id } : { user_id: subject.id }),
  ...(subject.kind === 'user_device' ? { device_id: subject.device } : {}),
});
