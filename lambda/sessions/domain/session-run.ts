import * as z from 'zod/mini';
import { check, checkName } from '../../kernel/check.ts';
import { decision } from '../../kernel/decision.ts';

/** A run of the workflow that another one has replaced. */
export const sessionRun = z.object({
  /** From 1. */
  run: z.int().check(z.minimum(1)),
  /** Checks of this run alone. */
  checks: z.partialRecord(checkName, check),
  /** Absent if the run was held for review. */
  decision: z.optional(decision),
});
export type SessionRun = z.infer<typeof sessionRun>;

/** The fields of a session that belong to its runs. */
interface WithRuns {
  readonly checks: SessionRun['checks'];
  readonly decision?: SessionRun['decision'];
  readonly runs?: number | undefined;
  readonly earlier_runs?: readonly SessionRun[] | undefined;
}

/** Returns the checks that belong to no run: the person's own steps, which are not repeated. */
export const checksBeforeRuns = ({ liveness }: SessionRun['checks']): SessionRun['checks'] =>
  liveness ? { liveness } : {};

/** Returns what a new run writes: its number and start, and the run that it replaces. */
export function nextRun({ checks, decision: ended, runs = 1, earlier_runs = [] }: WithRuns, now: Date) {
  const { liveness: _ofTheSession, ...ofTheRun } = checks;
  return {
    runs: runs + 1,
    resumed_at: now.toISOString(),
    earlier_runs: [...earlier_runs, { run: runs, checks: ofTheRun, ...(ended ? { decision: ended } : {}) }],
  };
}
