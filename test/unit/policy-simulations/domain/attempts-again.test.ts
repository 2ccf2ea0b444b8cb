import { describe, expect, it } from 'vitest';
import { attemptsAgain } from '../../../../lambda/policy-simulations/domain/attempts-again.ts';

describe('attemptsAgain', () => {
  it('keeps a lower number than the policy of the session allowed, where the other allows as many', () => {
    expect(attemptsAgain({ allowed: 1, pinned: 3 }, 3)).toBe(1);
    expect(attemptsAgain({ allowed: 2, pinned: 3 }, 5)).toBe(2);
    expect(attemptsAgain({ allowed: 2, pinned: 3 }, 1)).toBe(1);
  });

  it('keeps the number that was asked for, also where it was all that the policy allowed', () => {
    expect(attemptsAgain({ allowed: 3, asked: 3, pinned: 3 }, 5)).toBe(3);
    expect(attemptsAgain({ allowed: 3, asked: 3, pinned: 3 }, 2)).toBe(2);
  });

  it('is the number of the other policy for a session that had all that its own allowed', () => {
    expect(attemptsAgain({ allowed: 3, pinned: 3 }, 5)).toBe(5);
    expect(attemptsAgain({ allowed: 3, pinned: 3 }, 1)).toBe(1);
  });
});
