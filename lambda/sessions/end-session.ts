import { type Decision, fault } from '../kernel/decision.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { reasonOfFault } from '../kernel/reason-code.ts';
import { isFinal, TRANSITIONS } from './domain/session-status.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import type { SessionChanges, SessionStore } from './ports/session-store.ts';

export interface EndSessionDependencies {
  readonly sessions: Pick<SessionStore, 'get' | 'transition'>;
  readonly emit: EmitMetric;
}

interface EndedSession {
  readonly tenant: string;
  readonly session_id: string;
  readonly type: VerificationSession['type'] | 're_enrollment';
}

/**
 * Records a decision without an enrollment, once; a session that already ended this way is left unchanged.
 */
export async function endSession(
  { tenant, session_id, type }: EndedSession,
  transition: 'approve' | 'decline' | 'reject' | 'fail',
  decision: Decision,
  { sessions, emit }: EndSessionDependencies,
  changes: SessionChanges = {},
): Promise<void> {
  const ended = await sessions.transition(tenant, session_id, transition, { ...changes, decision });
  if (!ended) {
    const session = await sessions.get(tenant, session_id);
    if (session?.status === TRANSITIONS[transition].to) return;
    // a fault after the decision was recorded changes nothing
    if (transition === 'fail' && session && isFinal(session.status)) return;
    throw new Error(`session ${session_id} is ${session?.status ?? 'gone'} and cannot ${transition}`);
  }
  emit('VerificationDecided', 1, { Type: type, Outcome: decision.outcome });
  emit('VerificationDuration', Date.parse(decision.decided_at) - Date.parse(ended.created_at), {
    Type: type,
    Outcome: decision.outcome,
  });
  for (const reason of decision.reason_codes)
    emit('VerificationReason', 1, { Type: type, ReasonCode: reason });
}

/**
 * Ends a session after a fault, so that no client waits for it.
 * @param errorName as caught by the state machine
 */
export async function failRegistration(
  registration: EndedSession,
  errorName: string,
  dependencies: EndSessionDependencies & { readonly clock: Clock },
): Promise<void> {
  await endSession(registration, 'fail', fault(reasonOfFault(errorName), dependencies.clock()), dependencies);
}
