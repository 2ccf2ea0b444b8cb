import { describe, expect, it } from 'vitest';
import { judgeLiveness } from '../../../../lambda/liveness/domain/liveness-verdict.ts';

const referenceImage = { key: 'reference.jpg' };
const status = 'SUCCEEDED';

describe('the verdict on a liveness check', () => {
  it('passes at the threshold and takes the reference image as the selfie', () => {
    expect(judgeLiveness({ status, confidence: 80, referenceImage }, 80)).toEqual({
      passed: true,
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
    expect(judgeLiveness(evidence, 80)).toMatchObject({ passed: false, reason });
  });

  it('measures nothing where there is no confidence to measure', () => {
    expect(judgeLiveness({ status, referenceImage }, 80).measures).toEqual([]);
    expect(judgeLiveness({ status: 'FAILED', confidence: 99 }, 80).measures).toEqual([
      { name: 'liveness_confidence_percent', value: 99, limit: '>= 80' },
    ]);
  });
});
