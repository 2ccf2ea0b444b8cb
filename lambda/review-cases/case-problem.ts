import { FINDINGS } from '../kernel/case-finding.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { type CaseAction, type CaseRefusal, MAX_NOTES, MAX_REOPENINGS } from './domain/case-transition.ts';
import type { ReviewCase } from './domain/review-case.ts';

/** The problem of an action that a case refuses: why, and what to do. */
export function caseProblem(refusal: CaseRefusal, current: ReviewCase, action: CaseAction): Problem {
  const { id, status, assignee, reason } = current;
  const invalidState = (why: string) => new Problem('invalid_state', `review case ${id} ${why}`);
  switch (refusal) {
    case 'decided':
      return invalidState('is decided; an administrator can reopen it');
    case 'closed':
      return invalidState(
        reason === 'sampled'
          ? 'is closed, since nobody labeled it while its images were kept'
          : 'is closed, since its session has ended otherwise',
      );
    case 'not_decided':
      return invalidState(`is ${status}; only a decided case can be reopened`);
    case 'assigned_to_other':
      return invalidState(`is assigned to ${assignee}, who can give it back, as can an administrator`);
    case 'not_assigned':
      return invalidState('is assigned to nobody; assign it to yourself first');
    case 'not_assignee':
      return invalidState(`is assigned to ${assignee}, not to you`);
    case 'too_many_notes':
      return invalidState(`has ${MAX_NOTES} notes, the most that it takes`);
    case 'reopened_too_often':
      return invalidState(`was reopened ${MAX_REOPENINGS} times, the most that it can be`);
    case 'own_finding':
      return new Problem(
        'second_reviewer_required',
        `review case ${id} already has a finding by this operator; another operator must give the next one`,
      );
    case 'administrator_required':
      return new Problem(
        'forbidden',
        action.name === 'assign' && status !== 'disputed'
          ? 'only an administrator may assign a case to somebody else'
          : `review case ${id} is ${status}, so it requires the role administrator`,
      );
    case 'finding_not_offered':
      return invalidRequest(
        'finding',
        `finding ${action.name === 'decide' ? action.finding : ''} does not answer ${reason}; use one of ${FINDINGS[reason].join(', ')}`,
      );
  }
}

export const missingCase = (id: string): Problem =>
  new Problem('not_found', `review case ${id} does not exist`);

/** The problem of a decision about a case as it no longer is. */
export const changedCase = ({ id, revision }: ReviewCase, seen: number): Problem =>
  new Problem(
    'review_case_changed',
    `review case ${id} has changed since revision ${seen}, and is at revision ${revision}; read it again, then decide`,
  );
