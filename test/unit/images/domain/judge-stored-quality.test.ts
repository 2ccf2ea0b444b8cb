import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeStoredQuality } from '../../../../lambda/images/domain/judge-stored-quality.ts';
import { judgeFaceQuality } from '../../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import type { Percent } from '../../../../lambda/kernel/percent.ts';
import { aFace } from '../../../support/lambda/builders.ts';

const SIZE = { widthPx: 1_000, heightPx: 1_000 };
const { selfie, document } = DEFAULT_POLICY.quality;
const WITH_RULE = { ...selfie, rules: { eyes_open: { min_confidence: 50 as Percent } } };

const limits = fc
  .record({
    min_sharpness: fc.integer({ min: 2, max: 99 }),
    max_yaw_degrees: fc.integer({ min: 0, max: 90 }),
  })
  .map((changed) => ({ ...WITH_RULE, ...changed }));

describe('judgeStoredQuality', () => {
  it('judges the measures of one policy as another would have judged the face', () => {
    fc.assert(
      fc.property(
        fc.float({ min: 0, max: 100, noNaN: true }),
        fc.float({ min: 0, max: 90, noNaN: true }),
        fc.float({ min: 0, max: 100, noNaN: true }),
        limits,
        fc.constantFrom('selfie' as const, 'document' as const),
        (sharpness, yawDegrees, eyes_open, other, role) => {
          const face = aFace({ sharpness, yawDegrees, ruleConfidences: { eyes_open } });
          const { measures } = judgeFaceQuality(face, SIZE, WITH_RULE, role);

          expect(judgeStoredQuality(measures, other, role)).toEqual({
            reasons: judgeFaceQuality(face, SIZE, other, role).reasons,
            isComplete: true,
          });
        },
      ),
    );
  });

  it('is incomplete where a rule was not measured, and keeps what is certain', () => {
    const { measures } = judgeFaceQuality(aFace({ sharpness: 3 }), SIZE, selfie, 'selfie');

    expect(judgeStoredQuality(measures, WITH_RULE, 'selfie')).toEqual({
      reasons: ['image_too_blurry'],
      isComplete: false,
    });
  });

  it('is incomplete without the measures of the quality gate', () => {
    expect(judgeStoredQuality([], document, 'document')).toEqual({ reasons: [], isComplete: false });
  });
});
