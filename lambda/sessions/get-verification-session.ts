import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession } from './session-access.ts';

export interface GetVerificationSessionDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
}

/** Returns the client's view of a session. @throws Problem `not_found` */
export async function getVerificationSession(
  caller: Caller,
  sessionId: string,
  { sessions, clock }: GetVerificationSessionDependencies,
): Promise<ClientView> {
  return toClientView(await readSession(sessions, caller, sessionId), clock());
}
