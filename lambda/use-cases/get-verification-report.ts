import type { Caller } from '../domain/caller.ts';
import { type OperatorReport, toOperatorReport } from '../domain/operator-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { readSession } from './session-access.ts';

export interface GetVerificationReportDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
}

/** Every check of a session, with scores and reasons, for operators. @throws Problem `not_found` */
export async function getVerificationReport(
  caller: Caller,
  sessionId: string,
  { sessions, clock }: GetVerificationReportDependencies,
): Promise<OperatorReport> {
  return toOperatorReport(await readSession(sessions, caller, sessionId), clock());
}
