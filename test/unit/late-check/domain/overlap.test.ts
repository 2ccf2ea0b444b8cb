import { describe, expect, it } from 'vitest';
import { overlaps } from '../../../../lambda/late-check/domain/overlap.ts';
import { minutesAfter } from '../../../support/lambda/builders.ts';

const times = (start: number, end?: number) => ({
  submitted_at: minutesAfter(start).toISOString(),
  ...(end === undefined ? {} : { ended_at: minutesAfter(end).toISOString() }),
});

describe('two registrations', () => {
  it.each([
    ['one after the other', times(0, 1), times(2, 3), false],
    ['one within the other', times(0, 9), times(2, 3), true],
    ['one into the other', times(0, 2), times(1, 3), true],
    ['one to the beginning of the other', times(0, 1), times(1, 2), true],
    ['one that ended, and one that still runs', times(0, 1), times(2), false],
    ['one within one that still runs', times(1, 2), times(0), true],
    ['both still running', times(0), times(5), true],
  ])('run at the same time: %s', (_which, one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });
});
