import * as z from 'zod/mini';
import { imageReference } from '../../images/domain/image-reference.ts';
import { check, checkName } from '../../kernel/check.ts';
import { decision, declined } from '../../kernel/decision.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';

/** End of a run that another one has replaced: `try_again` if its person was asked for another document. */
export const runDecision = z.extend(decision, {
  outcome: z.enum([...decision.shape.outcome.options, 'try_again']),
});
export type RunDecision = z.infer<typeof runDecision>;

export const tryAgain = (reasons: readonly ReasonCode[], policyVersion: string, now: Date): RunDecision => ({
  ...declined(reasons, policyVersion, now),
  outcome: 'try_again',
});

/** A run of the workflow that another one has replaced. */
export const sessionRun = z.object({
  /** From 1. */
  run: z.int().check(z.minimum(1)),
  /** Checks of this run alone. */
  checks: z.partialRecord(checkName, check),
  /** Absent if the run was held for review. */
  decision: z.optional(runDecision),
  /** The document that it judged, if the next run judges another one. */
  document: z.optional(imageReference),
});
export type SessionRun = z.infer<typeof sessionRun>;

/** The fields of a session that belong to its runs. */
interface WithRuns {
  readonly checks: SessionRun['checks'];
  readonly runs?: number | undefined;
  readonly earlier_runs?: readonly SessionRun[] | undefined;
}

/** Returns the checks that belong to no run: the person's own steps, which are not repeated. */
export const checksBeforeRuns = ({
  liveness,
  capture_comparison,
}: SessionRun['checks']): SessionRun['checks'] => ({
  ...(liveness ? { liveness } : {}),
  ...(capture_comparison ? { capture_comparison } : {}),
});

/** Returns what replaces a run: the number of the next one, and the run as it ended. */
export function nextRun(
  { checks, runs = 1, earlier_runs = [] }: WithRuns,
  { decision: ended, document }: Partial<Pick<SessionRun, 'decision' | 'document'>>,
) {
  const { liveness: _ofTheSession, capture_comparison: _too, ...ofTheRun } = checks;
  return {
    runs: runs + 1,
    earlier_runs: [
      ...earlier_runs,
      {
        run: runs,
        checks: ofTheRun,
        ...(ended ? { decision: ended } : {}),
        ...(document ? { document } : {}),
      },
    ],
  };
}
