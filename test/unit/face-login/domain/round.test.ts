import { describe, expect, it } from 'vitest';
import { roundOf } from '../../../../lambda/face-login/domain/round.ts';

describe('a round of a sign-in', () => {
  it('is read as Cognito reports it', () => {
    expect(roundOf({ challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null })).toEqual({
      name: 'SRP_A',
      passed: true,
    });
    for (const challenge of ['face', 'consent'] as const)
      expect(
        roundOf({ challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: challenge }),
      ).toEqual({ name: 'CUSTOM_CHALLENGE', passed: false, challenge });
  });

  it('has no challenge of ours by another name', () => {
    const other = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'captcha' };
    expect(roundOf(other)).toEqual({ name: 'CUSTOM_CHALLENGE', passed: true });
  });
});
