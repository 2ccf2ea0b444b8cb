import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { endingOf, stoppingReasons } from '../../../../lambda/registration/domain/refused-registration.ts';
import { aSession, minutesAfter, NOON } from '../../../support/lambda/builders.ts';

const ending = (reasons: readonly ReasonCode[], now = NOON) =>
  endingOf(aSession(), reasons, DEFAULT_POLICY, now);

describe('endingOf', () => {
  it('asks for another document while there is time for it', () => {
    expect(ending(['face_mismatch', 'document_image_too_blurry'])).toBe('try_again');
    expect(ending(['face_mismatch'], minutesAfter(61))).toBe('decline');
  });

  it('holds what the policy leaves to a reviewer', () => {
    expect(ending(['duplicate_face', 'watchlist_hit'])).toBe('hold');
  });

  it.each([['face_mismatch' as const], ['duplicate_face' as const]])(
    'declines for a reason that declines, beside %s too',
    (other) => {
      expect(ending(['image_too_blurry', other])).toBe('decline');
    },
  );
});

describe('stoppingReasons', () => {
  it('brings scores in a band to a person together', () => {
    expect(stoppingReasons(['liveness_in_band'], ['match_in_band'])).toEqual([
      'liveness_in_band',
      'match_in_band',
    ]);
    expect(stoppingReasons(['liveness_in_band'], [])).toEqual(['liveness_in_band']);
  });

  it('brings none beside a comparison that failed', () => {
    expect(stoppingReasons(['liveness_in_band'], ['face_mismatch'])).toEqual(['face_mismatch']);
  });
});
