import { expect, it } from 'vitest';
import { eventOfCase } from '../../../../lambda/review-cases/domain/case-event.ts';
import { caseTransition, close, escalate } from '../../../../lambda/review-cases/domain/case-transition.ts';
import type { ReviewCase } from '../../../../lambda/review-cases/domain/review-case.ts';
import { aReviewCase, aSessionCase } from '../../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const RITA = { subject: 'rita', isAdministrator: true };
const LATE = minutesAfter(25 * 60);

/** Takes an action. @throws Error if the case refuses it */
function after(before: ReviewCase, action: Parameters<typeof caseTransition>[1], now = NOON): ReviewCase {
  const step = caseTransition(before, action, RITA, now);
  if ('refused' in step) throw new Error(step.refused);
  return step.after;
}

const opened = aSessionCase({ reason: 'liveness_in_band' });
const assigned = after(opened, { name: 'assign', assignee: 'rita' });
const decided = after(assigned, { name: 'decide', finding: 'accept_liveness', note: 'private' });

it('reports a case with its reason and session, by its revision', () => {
  expect(eventOfCase(undefined, opened)).toEqual({
    type: 'review_case.opened',
    id: 'rc_1-1',
    tenant: opened.tenant,
    subject: 'rc_1',
    occurred_at: NOON.toISOString(),
    session_id: opened.session?.id,
    user_id: opened.session?.user_id,
    details: { reason: 'liveness_in_band', due_at: opened.due_at },
  });
});

it('names no user of a case about two', () => {
  expect(eventOfCase(undefined, aReviewCase())).not.toHaveProperty('user_id');
});

it('reports how it was decided, and neither by whom nor with which note', () => {
  const event = eventOfCase(assigned, decided);
  expect(event).toMatchObject({ type: 'review_case.decided', details: { finding: 'accept_liveness' } });
  expect(JSON.stringify(event)).not.toMatch(/rita|private/);
});

it('reports that it was reopened, is overdue, or was closed, each once', () => {
  const reopened = after(decided, { name: 'reopen' }, LATE);
  expect(eventOfCase(decided, reopened)).toMatchObject({
    type: 'review_case.opened',
    occurred_at: LATE.toISOString(),
    details: { reason: 'liveness_in_band', due_at: reopened.due_at },
  });
  const overdue = escalate(opened, LATE) ?? opened;
  expect(eventOfCase(opened, overdue)).toMatchObject({
    type: 'review_case.overdue',
    occurred_at: LATE.toISOString(),
    details: { reason: 'liveness_in_band', due_at: opened.due_at },
  });
  const taken = after(overdue, { name: 'assign', assignee: 'rita' }, LATE);
  expect(eventOfCase(overdue, taken)).toBeUndefined();
  const closed = close(overdue, LATE) ?? overdue;
  expect(eventOfCase(overdue, closed)).toMatchObject({ type: 'review_case.closed' });
  expect(eventOfCase(closed, { ...closed, revision: closed.revision + 1 })).toBeUndefined();
});

it('reports nothing that concerns its operators alone', () => {
  expect(eventOfCase(opened, assigned)).toBeUndefined();
  expect(eventOfCase(assigned, after(assigned, { name: 'note', text: 'private' }))).toBeUndefined();
  const noted = { ...decided, revision: decided.revision + 1 };
  expect(eventOfCase(decided, noted)).toBeUndefined();
});
