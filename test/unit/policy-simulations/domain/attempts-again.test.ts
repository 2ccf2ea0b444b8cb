import { describe, expect, it } from 'vitest';
import { attemptsAgain } from '../../../../lambda/policy-simulations/domain/attempts-again.ts';

describe('attemptsAgain', () => {
  it('keeps a lower number than the policy of the session allowed, where the other allows as many', () => {
    expect(attemptsAgain(1, 3, 3)).toBe(1);
    expect(attemptsAgain(2, 3, 5)).toBe(2);
    expect(attemptsAgain(2, 3, 1)).toBe(1);
  });

  it('is the number of the other policy for a session that had all that its own allowed', () => {
    expect(attemptsAgain(3, 3, 5)).toBe(5);
    expect(attemptsAgain(3, 3, 1)).toBe(1);
  });
});
