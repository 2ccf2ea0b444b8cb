import { describe, expect, it } from 'vitest';
import { reviewAddressOf, reviewFilterOf } from '../../../../src/console/people/reviews/review-filter.ts';

describe('the filter of review cases', () => {
  it('is the same once it was written into the address', () => {
    const filter = { status: 'open', reason: 'sampled', assignee: 'me', overdue: 'true' } as const;
    expect(reviewFilterOf(reviewAddressOf(filter))).toEqual(filter);
    expect(reviewFilterOf(reviewAddressOf({}))).toEqual({});
  });

  it('passes over what it does not know', () => {
    expect(reviewFilterOf(new URLSearchParams('status=lost&reason=dance&mine=1&overdue=no'))).toEqual({});
  });
});
