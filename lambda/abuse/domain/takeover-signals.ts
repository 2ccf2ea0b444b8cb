import { outboxEventOf } from '../../kernel/make-outbox-event.ts';
import type { OutboxEvent } from '../../kernel/outbox-event.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { TakeoverSignal } from '../../kernel/takeover-signal.ts';

/** One authentication of a user that ended so. */
export interface RecordedSignal {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly session_id: string;
  readonly signal: TakeoverSignal;
}

/** Signals of one user that still count, oldest first. */
export interface TakeoverSignals {
  readonly signals: readonly RecordedSignal[];
  /** Epoch milliseconds of the latest suspicion: another one takes a window without it. */
  readonly suspected_at?: number | undefined;
}

export const NO_SIGNALS: TakeoverSignals = { signals: [] };

/** Signals that a row keeps; the threshold of a policy is at most as high. */
const MAX_SIGNALS = 20;
const HOUR_MS = 3_600_000;

type TakeoverRule = VerificationPolicy['takeover'];

/** Milliseconds for which a signal counts. */
export const windowMs = ({ window_hours }: Pick<TakeoverRule, 'window_hours'>): number =>
  window_hours * HOUR_MS;

/** Adds a signal; those before the window of the policy no longer count. */
export function recordSignal(
  before: TakeoverSignals,
  added: RecordedSignal,
  rule: TakeoverRule,
): { readonly after: TakeoverSignals; readonly isSuspected: boolean } {
  const from = added.at - windowMs(rule);
  const signals = [...before.signals.filter(({ at }) => at > from), added].slice(-MAX_SIGNALS);
  const wasSuspected = before.suspected_at !== undefined && before.suspected_at > from;
  const isSuspected = signals.length >= rule.signals && !wasSuspected;
  const suspected_at = isSuspected ? added.at : before.suspected_at;
  return {
    after: { signals, ...(suspected_at === undefined ? {} : { suspected_at }) },
    isSuspected,
  };
}

/** Returns the event of a user whose signals have reached the threshold. */
export const eventOfSuspicion = (
  { tenant, user_id }: { readonly tenant: string; readonly user_id: string },
  { at, session_id, signal }: RecordedSignal,
  signals: number,
): OutboxEvent =>
  outboxEventOf(
    'user.takeover_suspected',
    { id: `takeover-${session_id}`, tenant, subject: user_id, at: new Date(at) },
    { user_id, session_id, signal, signals },
  );
