import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CaseUser,
  inOrder,
  retainedUntil,
  reviewCase,
} from '../../../../lambda/review-cases/domain/review-case.ts';
import { aReviewCase, PAIR } from '../../../support/lambda/a-review-case.ts';
import { minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const [ANN] = PAIR;
const aUser = (changes: Partial<CaseUser>): CaseUser => ({ ...ANN, ...changes });

describe('the order of two users', () => {
  it('is that of their enrollments', () => {
    const first = aUser({ user_id: 'zoe', enrolled_at: NOON.toISOString() });
    const later = aUser({ user_id: 'ann', enrolled_at: minutesAfter(1).toISOString() });
    expect(inOrder(first, later)).toEqual([first, later]);
    expect(inOrder(later, first)).toEqual([first, later]);
  });

  it('is one and the same whoever asks, also at the same moment', () => {
    const user = fc.record({
      user_id: fc.constantFrom('ann', 'bob', 'cid'),
      enrolled_at: fc.constantFrom(NOON.toISOString(), minutesAfter(1).toISOString()),
    });
    fc.assert(
      fc.property(user, user, (one, other) => {
        fc.pre(one.user_id !== other.user_id);
        expect(inOrder(aUser(one), aUser(other))).toEqual(inOrder(aUser(other), aUser(one)));
      }),
    );
  });
});

it('a case stays for as long as it waits, and some days after its decision', () => {
  expect(retainedUntil(aReviewCase())).toBeUndefined();
  const decision = { finding: 'attack', decided_at: NOON.toISOString() } as const;
  const decided = aReviewCase({ status: 'decided', decision, retention_days: 2 });
  expect(retainedUntil(decided)).toEqual(minutesAfter(2 * 24 * 60));
});

it('a case is what is stored of it', () => {
  expect(reviewCase.parse({ ...aReviewCase(), pk: 'x' })).toEqual(aReviewCase());
});
