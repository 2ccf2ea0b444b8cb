import { expect, it } from 'vitest';
import { caseProblem, changedCase, missingCase } from '../../../lambda/review-cases/case-problem.ts';
import type { CaseAction, CaseRefusal } from '../../../lambda/review-cases/domain/case-transition.ts';
import { aReviewCase, aSampledCase } from '../../support/lambda/a-review-case.ts';

const DECIDE: CaseAction = { name: 'decide', finding: 'decline' };
const taken = aReviewCase({ status: 'assigned', assignee: 'ruth' });

it.each<[CaseRefusal, string, string]>([
  ['decided', 'invalid_state', 'an administrator can reopen it'],
  ['closed', 'invalid_state', 'its session has ended otherwise'],
  ['not_decided', 'invalid_state', 'is assigned; only a decided case'],
  ['assigned_to_other', 'invalid_state', 'assigned to ruth'],
  ['not_assigned', 'invalid_state', 'assign it to yourself first'],
  ['not_assignee', 'invalid_state', 'assigned to ruth, not to you'],
  ['too_many_notes', 'invalid_state', 'has 50 notes'],
  ['reopened_too_often', 'invalid_state', 'reopened 10 times'],
  ['own_finding', 'second_reviewer_required', 'another operator'],
  ['administrator_required', 'forbidden', 'requires the role administrator'],
  [
    'finding_not_offered',
    'invalid_request',
    'finding decline does not answer possible_duplicate; use one of allow_pair',
  ],
])('a refusal as %s says why, and what to do', (refusal, code, text) => {
  const problem = caseProblem(refusal, taken, DECIDE);
  expect(problem).toMatchObject({ code });
  expect(problem.message).toContain(text);
});

it('assigning to somebody else is for administrators, in other words', () => {
  const action: CaseAction = { name: 'assign', assignee: 'rob' };
  expect(caseProblem('administrator_required', taken, action).message).toContain('to somebody else');
  const disputed = aReviewCase({ status: 'disputed' });
  expect(caseProblem('administrator_required', disputed, action).message).toContain('is disputed');
});

it('a case that is missing or has changed is named', () => {
  expect(missingCase('rc_9')).toMatchObject({ code: 'not_found', message: expect.stringContaining('rc_9') });
  expect(changedCase(taken, 4)).toMatchObject({
    code: 'review_case_changed',
    message: expect.stringContaining('revision 4'),
  });
});

it('a sample is closed for another reason', () => {
  const problem = caseProblem('closed', aSampledCase({ status: 'closed' }), DECIDE);
  expect(problem.message).toContain('nobody labeled it while its images were kept');
});
