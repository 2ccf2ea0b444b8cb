import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLiveness } from '../../../../lambda/liveness/domain/liveness-verdict.ts';

const referenceImage = { key: 'reference.jpg' };
const status = 'SUCCEEDED';
const LIMITS = { passFrom: 80, reviewFrom: 80, standing: 'supported' } as const;

describe('the verdict on a liveness check', () => {
  it('passes at the threshold and takes the reference image as the selfie', () => {
    expect(judgeLiveness({ status, confidence: 80, referenceImage }, LIMITS)).toEqual({
      passed: true,
      inBand: false,
      selfie: referenceImage,
      measures: [{ name: 'liveness_confidence_percent', value: 80, limit: '>= 80' }],
    });
  });

  it.each([
    [
      'a confidence below the threshold',
      { status, confidence: 79.99, referenceImage },
      'liveness_confidence_low',
    ],
    ['a check without a confidence', { status, referenceImage }, 'liveness_check_failed'],
    [
      'a failed check, however confident',
      { status: 'FAILED', confidence: 99, referenceImage },
      'liveness_check_failed',
    ],
    ['a check without a reference image', { status, confidence: 99 }, 'reference_image_missing'],
  ] as const)('fails %s', (_what, evidence, reason) => {
    expect(judgeLiveness(evidence, LIMITS)).toMatchObject({ passed: false, reason });
  });

  it('leaves to a person what is below the threshold and in the band, whose limits are inclusive', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(percent, percent, percent, (confidence, one, other) => {
        const [reviewFrom, passFrom] = [Math.min(one, other), Math.max(one, other)];
        const verdict = judgeLiveness(
          { status, confidence, referenceImage },
          { ...LIMITS, passFrom, reviewFrom },
        );
        expect(verdict.passed).toBe(confidence >= reviewFrom);
        if (verdict.passed) expect(verdict.inBand).toBe(confidence < passFrom);
        expect(verdict.measures[0]?.limit).toBe(`>= ${passFrom}`);
      }),
    );
  });

  it('refuses a retired version of the challenge alike, whatever the check says of the person', () => {
    const optionalPercent = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined });
    const statuses = fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const);
    fc.assert(
      fc.property(statuses, optionalPercent, fc.boolean(), (anyStatus, confidence, hasImage) => {
        const evidence = {
          status: anyStatus,
          ...(confidence !== undefined ? { confidence } : {}),
          ...(hasImage ? { referenceImage } : {}),
        };
        expect(judgeLiveness(evidence, { ...LIMITS, standing: 'retired' })).toMatchObject({
          passed: false,
          reason: 'challenge_version_retired',
        });
        // until its day comes, a version that will be retired is judged like any other
        for (const standing of ['retires_soon', 'retires_later'] as const)
          expect(judgeLiveness(evidence, { ...LIMITS, standing })).toEqual(judgeLiveness(evidence, LIMITS));
      }),
    );
  });

  it('measures nothing where there is no confidence to measure', () => {
    expect(judgeLiveness({ status, referenceImage }, LIMITS).measures).toEqual([]);
    expect(judgeLiveness({ status: 'FAILED', confidence: 99 }, LIMITS).measures).toEqual([
      { name: 'liveness_confidence_percent', value: 99, limit: '>= 80' },
    ]);
  });
});
