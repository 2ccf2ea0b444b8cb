import type { Workflow } from '../kernel/ports/workflow.ts';
import type { PolicyOf } from '../policies/read-pinned-policy.ts';
import { enrollingType } from '../sessions/domain/verification-session.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import type { RegistrationInput } from './contract.ts';
import { registrationInput } from './submit-verification-session.ts';

export interface StartResumedRegistrationDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly policyOf: PolicyOf;
  readonly workflow: Workflow<RegistrationInput>;
}

/**
 * Starts the run of a registration that a person's finding has resumed. Starting it twice has the effect of
 * starting it once, and one that has ended meanwhile, or is a test, is left alone.
 */
export async function startResumedRegistration(
  tenant: string,
  sessionId: string,
  { sessions, policyOf, workflow }: StartResumedRegistrationDependencies,
): Promise<void> {
  const session = await sessions.get(tenant, sessionId);
  const type = session && enrollingType(session);
  if (session?.livemode && session.status === 'processing' && type)
    await workflow.start(registrationInput(session, type, await policyOf(session)));
}
