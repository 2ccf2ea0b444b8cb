import { describe, expect, it } from 'vitest';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import { judgeLivenessAgain } from '../../../../lambda/policy-simulations/domain/judge-liveness-again.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import { aSession, NOON } from '../../../support/lambda/builders.ts';

const policyWith = (liveness: object) =>
  verificationPolicySchema.parse({
    ...DEFAULT_POLICY,
    liveness: { ...DEFAULT_POLICY.liveness, ...liveness },
  });
const STRICTER = policyWith({ min_confidence: 95 });
const LAXER = policyWith({ min_confidence: 60 });

const checked = (
  confidence: number | undefined,
  reasons: readonly ReasonCode[] = [],
  changes: Partial<VerificationSession> = {},
) => {
  const measures =
    confidence === undefined ? [] : [{ name: 'liveness_confidence_percent', value: confidence }];
  const liveness = createCheck({ reasons, measures, calls: {} }, NOON, NOON, {});
  return aSession({ checks: { liveness }, ...changes });
};

describe('judgeLivenessAgain', () => {
  it('counts a check that fails now with those that failed before', () => {
    const session = checked(90, [], { liveness_failures: 1 });

    expect(judgeLivenessAgain(session, STRICTER, DEFAULT_POLICY)).toEqual({
      reasons: ['liveness_confidence_low'],
      failures: 2,
    });
    expect(judgeLivenessAgain(session, DEFAULT_POLICY, DEFAULT_POLICY)).toEqual({ reasons: [], failures: 1 });
  });

  it('does not count a failed check that passes now', () => {
    const session = checked(70, ['liveness_confidence_low'], { liveness_failures: 1 });

    expect(judgeLivenessAgain(session, LAXER, DEFAULT_POLICY)).toEqual({ reasons: [], failures: 0 });
  });

  it('does not know the session of an earlier check that might have passed', () => {
    const session = checked(90, [], { liveness_failures: 1 });

    expect(judgeLivenessAgain(session, LAXER, DEFAULT_POLICY).unknown).toBe('other_capture');
  });

  it('has a band for registrations alone', () => {
    const band = policyWith({ min_confidence: 95, review_from: 85 });

    expect(judgeLivenessAgain(checked(90), band, DEFAULT_POLICY).reasons).toEqual(['liveness_in_band']);
    expect(
      judgeLivenessAgain(checked(90, [], { type: 'authentication' }), band, DEFAULT_POLICY).reasons,
    ).toEqual(['liveness_confidence_low']);
  });

  it.each(['liveness_check_failed', 'challenge_version_retired', 'reference_image_missing'] as const)(
    'keeps %s',
    (reason) => {
      expect(judgeLivenessAgain(checked(90, [reason]), DEFAULT_POLICY, DEFAULT_POLICY).reasons).toEqual([
        reason,
      ]);
    },
  );

  it('does not know the result of another challenge, unless its person had asked for the one without light', () => {
    const other = policyWith({ challenge: 'FaceMovementChallenge' });
    const alternative_path = {
      means: 'movement_challenge',
      reason: 'photosensitive',
      requested_at: NOON.toISOString(),
    } as const;

    expect(judgeLivenessAgain(checked(90), other, DEFAULT_POLICY).unknown).toBe('other_capture');
    expect(
      judgeLivenessAgain(checked(90, [], { alternative_path }), other, DEFAULT_POLICY).unknown,
    ).toBeUndefined();
  });

  it('keeps a missing selfie unless the confidence is too low as well', () => {
    const missing = checked(90, ['reference_image_missing']);

    expect(judgeLivenessAgain(missing, STRICTER, DEFAULT_POLICY).reasons).toEqual([
      'liveness_confidence_low',
    ]);
    const unexplained = checked(10, ['liveness_check_failed', 'liveness_confidence_low']);
    expect(judgeLivenessAgain(unexplained, DEFAULT_POLICY, DEFAULT_POLICY).reasons).toEqual([
      'liveness_check_failed',
    ]);
  });

  it('keeps the failures of what it does not know, and counts a band as none', () => {
    const band = policyWith({ min_confidence: 95, review_from: 85 });
    const failed = { liveness_failures: 2 };

    expect(judgeLivenessAgain(aSession(failed), DEFAULT_POLICY, DEFAULT_POLICY).failures).toBe(2);
    expect(judgeLivenessAgain(checked(90, [], failed), LAXER, DEFAULT_POLICY).failures).toBe(2);
    expect(judgeLivenessAgain(checked(90, [], failed), band, DEFAULT_POLICY).failures).toBe(2);
    const scoreless = checked(undefined, ['liveness_confidence_low'], failed);
    expect(judgeLivenessAgain(scoreless, DEFAULT_POLICY, DEFAULT_POLICY)).toEqual({
      reasons: ['liveness_confidence_low'],
      failures: 2,
    });
  });

  it('does not know a check that was not made, or one without a score', () => {
    expect(judgeLivenessAgain(aSession(), DEFAULT_POLICY, DEFAULT_POLICY).unknown).toBe('check_not_made');
    expect(judgeLivenessAgain(checked(undefined), DEFAULT_POLICY, DEFAULT_POLICY).unknown).toBe(
      'measure_not_taken',
    );
  });
});
