import { describe, expect, it } from 'vitest';
import { judgeLargestFace } from '../../../../lambda/images/domain/quality-gate.ts';
import { createCheck } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { judgeQualityAgain } from '../../../../lambda/policy-simulations/domain/judge-quality-again.ts';
import { aFace, NOON } from '../../../support/lambda/builders.ts';

const LIMITS = DEFAULT_POLICY.quality.document;
const judged = (faces: number, sharpness = 80) => {
  const face = faces === 0 ? undefined : aFace({ sharpness });
  const size = { widthPx: 1_000, heightPx: 1_000 };
  const findings = judgeLargestFace(face, faces, size, LIMITS, 'selfie');
  return createCheck({ ...findings, calls: {} }, NOON, NOON, {});
};

describe('judgeQualityAgain', () => {
  it('judges the measures by other limits', () => {
    const stricter = { ...LIMITS, min_sharpness: 90 } as typeof LIMITS;

    expect(judgeQualityAgain(judged(1), LIMITS, 'selfie')).toEqual({ reasons: [] });
    expect(judgeQualityAgain(judged(1), stricter, 'selfie')).toEqual({ reasons: ['image_too_blurry'] });
  });

  it('keeps that there was no face, or more than one', () => {
    expect(judgeQualityAgain(judged(0), LIMITS, 'selfie')).toEqual({ reasons: ['face_not_detected'] });
    expect(judgeQualityAgain(judged(2), LIMITS, 'selfie')).toEqual({ reasons: ['multiple_faces_detected'] });
  });

  it('does not know a check that was not made, a rule that was not measured, or measures that are lost', () => {
    const rules = { eyes_open: { min_confidence: DEFAULT_POLICY.liveness.min_confidence } };
    const lost = createCheck({ reasons: [], calls: {} }, NOON, NOON, {});

    expect(judgeQualityAgain(undefined, LIMITS, 'selfie').unknown).toBe('check_not_made');
    expect(judgeQualityAgain(lost, LIMITS, 'selfie').unknown).toBe('measure_not_taken');
    expect(judgeQualityAgain(judged(1, 3), { ...LIMITS, rules }, 'selfie')).toEqual({
      reasons: ['image_too_blurry'],
      unknown: 'measure_not_taken',
    });
  });
});
