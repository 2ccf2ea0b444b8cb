import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alsoAsking,
  findingsWithoutDocument,
  hasLapsed,
  isReviewOverdue,
  questionsOfReview,
  requestedReview,
  review,
  type SessionFinding,
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

  it('may ask one question more, after those that it has', () => {
    expect(alsoAsking(requested, 'alternative_path')).toEqual({
      ...requested,
      reason_codes: ['duplicate_face', 'alternative_path'],
      questions: ['possible_duplicate', 'alternative_path'],
    });
    const older = { reason_codes: ['search_incomplete'], requested_at: NOON.toISOString() };
    expect(alsoAsking(older, 'alternative_path').questions).toEqual([
      'search_incomplete',
      'alternative_path',
    ]);
  });

  it('is overdue from the promised time on, and never without one', () => {
    expect(isReviewOverdue(requested, new Date(minutesAfter(24 * 60).getTime() - 1))).toBe(false);
    expect(isReviewOverdue(requested, minutesAfter(24 * 60))).toBe(true);
    const { due_at: _none, ...older } = requested;
    expect(isReviewOverdue(older, minutesAfter(1_000_000))).toBe(false);
  });

  it('leaves findings about a document behind once another one is judged', () => {
    const findingOf = (finding: SessionFinding['finding']): SessionFinding => ({
      question: 'match_in_band',
      finding,
      case_id: 'rc_1',
      run: 1,
      decided_at: NOON.toISOString(),
    });
    const findings = (['accept_match', 'genuine', 'accept_document'] as const).map(findingOf);
    expect(findingsWithoutDocument(findings)).toEqual([findingOf('genuine')]);
  });

  it('has lapsed at the moment at which its days are over', () => {
    expect(hasLapsed(requested, { max_days: 7 }, minutesAfter(7 * 24 * 60))).toBe(true);
    expect(hasLapsed(requested, { max_days: 7 }, new Date(minutesAfter(7 * 24 * 60).getTime() - 1))).toBe(
      false,
    );
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
