import type { Prices } from '../kernel/billing.ts';
import { type CheckFindings, type CheckName, createCheck } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { SessionStore } from './ports/session-store.ts';

/** A task's answer to the workflow: go on, or decline for these reasons. */
export interface Verdict {
  readonly continue: boolean;
  readonly reason_codes: string[];
}

/** Writes what a task found out onto its session, for the operator's report, and turns it into the task's answer. */
export async function recordCheck(
  { tenant, session_id }: { readonly tenant: string; readonly session_id: string },
  name: CheckName,
  findings: CheckFindings,
  startedAt: Date,
  dependencies: { readonly sessions: SessionStore; readonly clock: Clock; readonly prices: Prices },
): Promise<Verdict> {
  const check = createCheck(findings, startedAt, dependencies.clock(), dependencies.prices);
  await dependencies.sessions.recordCheck(tenant, session_id, name, check);
  return { continue: findings.reasons.length === 0, reason_codes: [...findings.reasons] };
}
