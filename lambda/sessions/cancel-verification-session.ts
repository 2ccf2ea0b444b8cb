import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession, requireOpen, stateProblem } from './session-access.ts';

export interface CancelVerificationSessionDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Cancels a session before it is submitted.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function cancelVerificationSession(
  caller: Caller,
  sessionId: string,
  { sessions, clock, emit }: CancelVerificationSessionDependencies,
): Promise<ClientView> {
  const session = await readSession(sessions, caller, sessionId);
  const now = clock();
  await requireOpen(session, now, { sessions, emit });
  const canceled = await sessions.transition(caller.tenant, sessionId, 'cancel', {});
  if (!canceled) throw stateProblem(await readSession(sessions, caller, sessionId));
  emit('VerificationDecided', 1, { Type: session.type, Outcome: 'canceled' });
  return toClientView(canceled, now);
}
