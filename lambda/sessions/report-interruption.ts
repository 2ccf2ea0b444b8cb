import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReportInterruptionRequest } from './contract.ts';
import { type ClientView, toClientView } from './domain/client-view.ts';
import { nextStep } from './domain/stopping-point.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession, requireOpen, stateProblem } from './session-access.ts';

export interface ReportInterruptionDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
}

/**
 * Records why a person stops, so that the end of their session is counted by where and why. It ends nothing:
 * the person may go on, and a later report replaces this one.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`
 */
export async function reportInterruption(
  caller: Caller,
  sessionId: string,
  { reason }: ReportInterruptionRequest,
  { sessions, clock }: ReportInterruptionDependencies,
): Promise<ClientView> {
  const now = clock();
  const session = await readSession(sessions, caller, sessionId);
  requireOpen(session, now);
  const interruption = { reason, step: nextStep(session), reported_at: now.toISOString() };
  if (await sessions.setInterruption(caller.tenant, sessionId, interruption))
    return toClientView({ ...session, interruption }, now);
  throw stateProblem(await readSession(sessions, caller, sessionId));
}
