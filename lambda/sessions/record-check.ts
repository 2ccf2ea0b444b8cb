import type { Prices } from '../kernel/billing.ts';
import { type CheckFindings, type CheckName, createCheck } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionStore } from './ports/session-store.ts';

/** A task's result for the workflow: continue, or decline for these reasons. */
export interface Verdict {
  readonly continue: boolean;
  readonly reason_codes: string[];
}

/** The session, and the run of its workflow, that a check is part of. */
interface CheckedSession {
  readonly tenant: string;
  readonly session_id: string;
  readonly run?: number | undefined;
}

/** Records a task's findings on its session for the report, and returns them as the task's result. */
export async function recordCheck(
  { tenant, session_id, run }: CheckedSession,
  name: CheckName,
  findings: CheckFindings,
  startedAt: Date,
  dependencies: { readonly sessions: SessionStore; readonly clock: Clock; readonly prices: Prices },
): Promise<Verdict> {
  const check = createCheck(findings, startedAt, dependencies.clock(), dependencies.prices);
  await dependencies.sessions.recordCheck(tenant, session_id, name, check, run);
  return { continue: findings.reasons.length === 0, reason_codes: [...findings.reasons] };
}
