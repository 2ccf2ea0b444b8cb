import { describe, expect, it } from 'vitest';
import { reviewCaseView, toCaseView } from '../../../../lambda/review-cases/domain/case-view.ts';
import { caseStatus } from '../../../../lambda/review-cases/domain/review-case.ts';
import { aReviewCase, aSessionCase, PAIR } from '../../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const findings = [{ finding: 'attack' as const, by: 'rita', at: NOON.toISOString() }];

describe('the view of a case', () => {
  it('is the case without its tenant, with the findings that answer it', () => {
    const view = toCaseView(aReviewCase(), NOON);
    expect(view).toMatchObject({
      id: 'rc_1',
      users: PAIR,
      overdue: false,
      possible_findings: ['allow_pair', 'same_person', 'attack', 'search_again'],
    });
    expect(reviewCaseView.parse(view)).toEqual(view);
    expect(view).not.toHaveProperty('tenant');
  });

  it('hides the first finding until there is a second one', () => {
    for (const status of caseStatus.options)
      expect(toCaseView(aReviewCase({ status, findings }), NOON).findings).toEqual(
        status === 'awaiting_second' ? [] : findings,
      );
  });

  it('says when it should have been decided', () => {
    const due = aReviewCase({ due_at: NOON.toISOString() });
    expect(toCaseView(due, NOON).overdue).toBe(true);
    expect(toCaseView(due, minutesAfter(-1)).overdue).toBe(false);
    expect(toCaseView({ ...due, status: 'decided' }, NOON).overdue).toBe(false);
  });

  it('proposes a watchlist entry of an attacker whose session is known, and of nobody without a face', () => {
    const decidedAs = (finding: 'attack' | 'decline') => ({
      status: 'decided' as const,
      decision: { finding, decided_at: NOON.toISOString() },
    });
    expect(toCaseView(aSessionCase(decidedAs('attack')), NOON)).toMatchObject({
      proposed_watchlist_entry: { session_id: 'vs_1' },
    });
    for (const other of [
      aSessionCase(decidedAs('decline')),
      aReviewCase(decidedAs('attack')),
      aSessionCase({ ...decidedAs('attack'), reason: 'alternative_path' }),
      aSessionCase(),
    ])
      expect(toCaseView(other, NOON)).not.toHaveProperty('proposed_watchlist_entry');
  });
});
