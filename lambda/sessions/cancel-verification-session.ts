import type { Caller } from '../kernel/caller.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import type { VerificationSession } from './domain/verification-session.ts';
import { type MoveSessionDependencies, moveSession } from './move-session.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession, requireOpen, stateProblem } from './session-access.ts';

export interface CancelVerificationSessionDependencies extends MoveSessionDependencies {
  readonly sessions: SessionStore;
}

/**
 * Cancels a session before it is submitted.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function cancelVerificationSession(
  caller: Caller,
  sessionId: string,
  dependencies: CancelVerificationSessionDependencies,
): Promise<ClientView> {
  const { sessions, clock } = dependencies;
  const now = clock();
  const cancel = (session: VerificationSession) => {
    requireOpen(session, now);
    return { name: 'cancel' } as const;
  };
  const canceled = await moveSession(await readSession(sessions, caller, sessionId), cancel, dependencies);
  if (!canceled) throw stateProblem(await readSession(sessions, caller, sessionId));
  return toClientView(canceled.session, now);
}
