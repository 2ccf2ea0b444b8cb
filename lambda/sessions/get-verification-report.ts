import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import { type OperatorReport, toOperatorReport, withoutImages } from './domain/operator-report.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readSession } from './session-access.ts';

export interface GetVerificationReportDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
}

/**
 * Returns the report of a session: every check with scores and reasons. Only operators learn where its images
 * are.
 * @throws Problem `not_found`
 */
export async function getVerificationReport(
  caller: Caller,
  sessionId: string,
  { sessions, clock }: GetVerificationReportDependencies,
): Promise<OperatorReport> {
  const session = await readSession(sessions, caller, sessionId);
  const livenessSessions = await sessions.listLivenessSessions(session.tenant, session.id);
  const report = toOperatorReport(session, livenessSessions, clock());
  return caller.scopes.includes('operate') ? report : withoutImages(report);
}
