import type { Prices } from '../kernel/billing.ts';
import { type CheckFindings, type CheckName, createCheck } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionType } from '../kernel/session-type.ts';
import { emitCalls, emitFindings } from './emit-check.ts';
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
  readonly type: SessionType;
  readonly run?: number | undefined;
}

interface RecordCheckDependencies {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly prices: Prices;
  readonly emit: EmitMetric;
  /** Whether its findings are counted: those of an earlier run, or of refused images, are not. */
  readonly isCounted?: boolean;
}

/** Records a task's findings on its session for the report, counts them, and returns them as its result. */
export async function recordCheck(
  { tenant, session_id, type, run }: CheckedSession,
  name: CheckName,
  findings: CheckFindings,
  startedAt: Date,
  dependencies: RecordCheckDependencies,
): Promise<Verdict> {
  const { sessions, clock, prices, emit, isCounted = true } = dependencies;
  const check = createCheck(findings, startedAt, clock(), prices);
  await sessions.recordCheck(tenant, session_id, name, check, run);
  emitCalls(type, check.billable_calls, emit);
  if (isCounted) emitFindings(type, name, check, emit);
  return { continue: findings.reasons.length === 0, reason_codes: [...findings.reasons] };
}
