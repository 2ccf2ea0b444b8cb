import type { Workflow } from '../kernel/ports/workflow.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { RegistrationInput } from './contract.ts';
import { registrationInput } from './submit-verification-session.ts';

export interface StartResumedRegistrationDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly workflow: Workflow<RegistrationInput>;
}

/**
 * Starts the run of a registration that a person's finding has resumed. Starting it twice has the effect of
 * starting it once, and one that has ended meanwhile is left alone.
 */
export async function startResumedRegistration(
  tenant: string,
  sessionId: string,
  { sessions, workflow }: StartResumedRegistrationDependencies,
): Promise<void> {
  const session = await sessions.get(tenant, sessionId);
  if (session?.status === 'processing' && session.type === 'registration')
    await workflow.start(registrationInput(session, session.type));
}
