import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import type { VerificationPolicy } from '../../../../lambda/kernel/policy.ts';
import type { ReasonCode } from '../../../../lambda/kernel/reason-code.ts';
import type { SessionType } from '../../../../lambda/kernel/session-type.ts';
import { simulatedChecks, simulatedLiveness } from '../../../../lambda/test-mode/domain/simulated-checks.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const outcomes = (type: SessionType, reason?: ReasonCode, policy: VerificationPolicy = DEFAULT_POLICY) =>
  Object.entries(
    simulatedChecks(
      { type, document_required: type === 'registration' && policy.checks.document },
      reason,
      policy,
      NOON,
    ),
  ).map(([name, { status, reason_codes }]) => `${name} ${[status, ...reason_codes].join(' ')}`);

const GOOD_IMAGES = ['document_quality passed', 'face_match passed'];

describe('the checks of a simulated run', () => {
  it('have all passed where it is approved', () => {
    expect(outcomes('registration')).toEqual([
      ...GOOD_IMAGES,
      'enrollment_claim passed',
      'face_indexing passed',
      'duplicate_search passed',
    ]);
    expect(outcomes('re_enrollment')).toEqual([
      'enrolled_face_search passed',
      'enrollment_claim passed',
      'face_indexing passed',
      'duplicate_search passed',
    ]);
    expect(outcomes('authentication')).toEqual(['selfie_quality passed', 'enrolled_face_search passed']);
  });

  it.each<[ReasonCode, readonly string[]]>([
    ['document_is_selfie', ['document_quality failed document_is_selfie']],
    ['face_mismatch', ['document_quality passed', 'face_match failed face_mismatch']],
    ['match_in_band', ['document_quality passed', 'face_match review match_in_band']],
    ['liveness_in_band', GOOD_IMAGES],
    ['duplicate_image', [...GOOD_IMAGES, 'enrollment_claim failed duplicate_image']],
    ['image_too_dark', [...GOOD_IMAGES, 'enrollment_claim passed', 'face_indexing failed image_too_dark']],
    [
      'watchlist_hit',
      [
        ...GOOD_IMAGES,
        'enrollment_claim passed',
        'face_indexing passed',
        'duplicate_search passed',
        'watchlist_search failed watchlist_hit',
      ],
    ],
    ['upstream_throttled', []],
  ])('of a registration end with the one that finds %s', (reason, checks) => {
    expect(outcomes('registration', reason)).toEqual(checks);
  });

  it('are those that the policy asks for', () => {
    const { checks, quality } = DEFAULT_POLICY;
    const lean: VerificationPolicy = {
      ...DEFAULT_POLICY,
      checks: { ...checks, document: false, duplicates: false, login_quality: false },
      quality: { ...quality, selfie: { ...quality.selfie, detect_before_indexing: true } },
      step_up: { method: 'compare' },
    };
    expect(outcomes('registration', 'eyes_closed', lean)).toEqual(['selfie_quality failed eyes_closed']);
    expect(outcomes('registration', undefined, lean)).toEqual([
      'selfie_quality passed',
      'enrollment_claim passed',
      'face_indexing passed',
    ]);
    expect(outcomes('step_up', 'face_not_recognized', lean)).toEqual([
      'face_match failed face_not_recognized',
    ]);
    expect(outcomes('authentication', 'image_too_dark')).toEqual(['selfie_quality failed image_too_dark']);
  });

  it('cost nothing and measured nothing', () => {
    for (const check of Object.values(
      simulatedChecks({ type: 'registration', document_required: true }, undefined, DEFAULT_POLICY, NOON),
    ))
      expect(check).toMatchObject({ billable_calls: {}, cost_usd: 0, measures: [], duration_ms: 0 });
  });
});

it('a simulated liveness check passed, failed or is in the band', () => {
  expect(simulatedLiveness(undefined, NOON).liveness?.status).toBe('passed');
  expect(simulatedLiveness('liveness_confidence_low', NOON).liveness?.status).toBe('failed');
  expect(simulatedLiveness('liveness_in_band', NOON).liveness?.status).toBe('review');
});
