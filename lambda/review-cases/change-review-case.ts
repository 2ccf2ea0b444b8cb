import { type Caller, hasRole } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { caseProblem, changedCase, missingCase } from './case-problem.ts';
import { type CaseAction, caseTransition } from './domain/case-transition.ts';
import { type ReviewCaseView, toCaseView } from './domain/case-view.ts';
import type { ReviewCaseStore } from './ports/review-case-store.ts';

export interface ChangeReviewCaseDependencies {
  readonly cases: Pick<ReviewCaseStore, 'get' | 'save'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Writers of one case are a few operators; each round one of them has changed it. */
const MAX_ATTEMPTS = 5;

/**
 * Takes an operator's action on a case. If somebody else changes it meanwhile, the case is read and the
 * action is judged again.
 * @param seen revision that the operator has read, where the action depends on all that is in the case
 * @throws Problem `not_found`, `review_case_changed`, or why the case refuses the action
 */
export async function changeReviewCase(
  caller: Caller,
  id: string,
  action: CaseAction,
  { cases, clock, emit }: ChangeReviewCaseDependencies,
  seen?: number,
): Promise<ReviewCaseView> {
  const actor = { subject: caller.subject, isAdministrator: hasRole(caller, 'administrator') };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const now = clock();
    const current = await cases.get(caller.tenant, id);
    if (!current) throw missingCase(id);
    // a case that was decided meanwhile says so
    if (seen !== undefined && seen !== current.revision && current.status !== 'decided')
      throw changedCase(current, seen);
    const step = caseTransition(current, action, actor, now);
    if ('refused' in step) throw caseProblem(step.refused, current, action);
    const { after } = step;
    if (after === current) return toCaseView(current, now);
    if (await cases.save(current, after)) {
      if (after.decision && !current.decision)
        emit('ReviewCaseDecided', 1, { ReasonCode: after.reason, Finding: after.decision.finding });
      return toCaseView(after, now);
    }
  }
  throw new Error(`review case ${id} was changed by others in each of ${MAX_ATTEMPTS} attempts`);
}
