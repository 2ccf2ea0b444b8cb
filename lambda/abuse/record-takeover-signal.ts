import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionType } from '../kernel/session-type.ts';
import type { TakeoverSignal } from '../kernel/takeover-signal.ts';
import { eventOfSuspicion, recordSignal, windowMs } from './domain/takeover-signals.ts';
import type { TakeoverChange, TakeoverSignalStore } from './ports/takeover-signals.ts';

export interface RecordTakeoverSignalDependencies {
  readonly takeovers: TakeoverSignalStore;
  readonly policy: Pick<VerificationPolicy, 'takeover'>;
}

/** The session that ended. */
interface SignalingSession {
  readonly tenant: string;
  readonly id: string;
  readonly user_id: string;
  readonly type: SessionType;
  readonly livemode: boolean;
}

/** Types of sessions that only recognize their user, as somebody who takes over an account has to pass. */
const AUTHENTICATING: readonly SessionType[] = ['authentication', 'step_up'];

/**
 * Records that an authentication of a user was left open, or showed another face (whitepaper 8.2).
 * @returns the changed signals, to be written with the session's end; undefined for a test and other types
 */
export async function recordTakeoverSignal(
  { tenant, id, user_id, type, livemode }: SignalingSession,
  signal: TakeoverSignal,
  now: Date,
  { takeovers, policy }: RecordTakeoverSignalDependencies,
): Promise<TakeoverChange | undefined> {
  if (!livemode || !AUTHENTICATING.includes(type)) return undefined;
  const { revision, ...before } = await takeovers.read(tenant, user_id);
  const added = { at: now.getTime(), session_id: id, signal };
  const { after, isSuspected } = recordSignal(before, added, policy.takeover);
  return {
    ...{ tenant, user_id, signal, after, revision },
    expires_at: new Date(now.getTime() + windowMs(policy.takeover)),
    ...(isSuspected ? { event: eventOfSuspicion({ tenant, user_id }, added, after.signals.length) } : {}),
  };
}

/** Counts a signal that was written, and the suspicion that it raises. */
export function emitTakeover({ signal, event }: TakeoverChange, emit: EmitMetric): void {
  emit('TakeoverSignal', 1, { Signal: signal });
  if (event) emit('TakeoverSuspected', 1, { Signal: signal });
}
