import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isReviewOverdue,
  requestedReview,
  review,
  reviewOutcome,
} from '../../../../lambda/sessions/domain/review.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const requested = requestedReview('search_incomplete', NOON);

describe('a review', () => {
  it('is requested for a reason, at a time', () => {
    expect(requested).toStrictEqual({
      reason_codes: ['search_incomplete'],
      requested_at: NOON.toISOString(),
    });
  });

  it('keeps who decided what, when and why', () => {
    for (const outcome of reviewOutcome.options) {
      const decided = {
        ...requested,
        outcome,
        reviewed_at: NOON.toISOString(),
        reviewed_by: 'operator-1',
        note: 'asked again',
      };
      expect(review.parse(decided)).toStrictEqual(decided);
    }
    expect(reviewOutcome.options).toEqual(['search_again', 'decline']);
    expect(review.safeParse({ ...requested, outcome: 'approve' }).success).toBe(false);
  });

  it('is overdue from the hour on that the policy gives, and not a moment before', () => {
    const hours = fc.integer({ min: 1, max: 720 });
    fc.assert(
      fc.property(hours, fc.integer({ min: -60, max: 60 }), (given, minutes) => {
        expect(isReviewOverdue(requested, given, minutesAfter(given * 60 + minutes))).toBe(minutes >= 0);
      }),
    );
  });
});
