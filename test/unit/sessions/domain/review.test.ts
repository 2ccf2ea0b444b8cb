import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasLapsed,
  questionsOfReview,
  requestedReview,
  review,
} from '../../../../lambda/sessions/domain/review.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const requested = requestedReview(
  ['duplicate_face'],
  ['possible_duplicate'],
  { review: { sla_hours: 24 }, version: 'v1' },
  NOON,
);

describe('a review', () => {
  it('is requested for reasons, with their questions, until a time', () => {
    expect(requested).toStrictEqual({
      reason_codes: ['duplicate_face'],
      questions: ['possible_duplicate'],
      requested_at: NOON.toISOString(),
      due_at: minutesAfter(24 * 60).toISOString(),
      policy_version: 'v1',
    });
    expect(review.parse(requested)).toStrictEqual(requested);
  });

  it('of an earlier release asks whether an incomplete search is repeated', () => {
    const stored = { reason_codes: ['search_incomplete'], requested_at: NOON.toISOString() };
    const parsed = review.parse({ ...stored, outcome: 'search_again' });
    expect(parsed).toStrictEqual(stored);
    expect(questionsOfReview(parsed)).toEqual(['search_incomplete']);
    expect(questionsOfReview(requested)).toEqual(['possible_duplicate']);
  });

  it('lapses after the days for which its images are kept, and not a moment before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: -60, max: 60 }), (max_days, minutes) => {
        const now = minutesAfter(max_days * 24 * 60 + minutes);
        expect(hasLapsed(requested, { max_days }, now)).toBe(minutes >= 0);
      }),
    );
  });
});
