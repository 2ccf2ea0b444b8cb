import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { readSession } from '../sessions/session-access.ts';
import { type DecisionExplanation, explanationOf } from './domain/explanation.ts';

export interface ExplainDecisionDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly clock: Clock;
}

/**
 * Explains the decision of a session to its person (GDPR, articles 15(1)(h) and 22).
 * @throws Problem `not_found`
 */
export async function explainDecision(
  caller: Caller,
  sessionId: string,
  { sessions, clock }: ExplainDecisionDependencies,
): Promise<DecisionExplanation> {
  return explanationOf(await readSession(sessions, caller, sessionId), clock());
}
