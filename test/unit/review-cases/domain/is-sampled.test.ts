import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSampled, sampledPercent } from '../../../../lambda/review-cases/domain/is-sampled.ts';
import { aScore } from '../../../support/lambda/builders.ts';

const NONE = { share_percent: 0, points_above_threshold: 0 };

describe('a passed liveness check', () => {
  it.each([
    [79.9, false],
    [80, true],
    [84.999, true],
    [85, false],
    [99.9, false],
  ])('with a confidence of %d is sampled within 5 points of 80: %s', (confidence, sampled) => {
    const policy = { share_percent: 0, points_above_threshold: 5 };
    expect(isSampled('liveness-1', aScore({ confidence }), policy)).toBe(sampled);
  });

  const confidence = fc.double({ min: 0, max: 100, noNaN: true });

  it('is never sampled by a policy that samples none, and always by one that samples all', () => {
    fc.assert(
      fc.property(fc.uuid(), confidence, (id, value) => {
        const score = aScore({ confidence: value });
        expect(isSampled(id, score, NONE)).toBe(false);
        expect(isSampled(id, score, { ...NONE, share_percent: 100 })).toBe(value >= 80);
      }),
    );
  });

  it('is sampled the same each time, and by a larger sample if by a smaller one', () => {
    fc.assert(
      fc.property(fc.uuid(), confidence, fc.nat(100), fc.nat(20), (id, value, share, points) => {
        const score = aScore({ confidence: value });
        const policy = { share_percent: share, points_above_threshold: points };
        const sampled = isSampled(id, score, policy);
        expect(isSampled(id, score, policy)).toBe(sampled);
        if (!sampled) return;
        expect(isSampled(id, score, { ...policy, share_percent: 100 })).toBe(true);
        expect(isSampled(id, score, { ...policy, points_above_threshold: points + 1 })).toBe(true);
      }),
    );
  });

  it('is drawn by its score too, so that nobody foresees from an id whether it will be', () => {
    const policy = { ...NONE, share_percent: 50 };
    const drawn = new Set(
      Array.from({ length: 50 }, (_, index) =>
        isSampled('liveness-1', aScore({ confidence: 95 + index / 100 }), policy),
      ),
    );
    expect(drawn.size).toBe(2);
  });

  it('is drawn in about its share, and evenly over the scores', () => {
    const total = 20_000;
    const policy = { ...NONE, share_percent: 1 };
    const drawn = Array.from({ length: total }, (_, index) => index).filter((index) =>
      isSampled(`liveness-${index}`, aScore({ confidence: index % 2 ? 99.9 : 91 }), policy),
    );
    expect(Math.abs(drawn.length - 200)).toBeLessThan(6 * Math.sqrt(200));
    const high = drawn.filter((index) => index % 2).length;
    expect(Math.abs(high - drawn.length / 2)).toBeLessThan(3 * Math.sqrt(drawn.length));
  });
});

describe('the chance of a check', () => {
  const policy = { share_percent: 1, points_above_threshold: 5 };

  it.each([
    [79, 0],
    [80, 100],
    [84.9, 100],
    [85, 1],
  ])('with a confidence of %d to be sampled is %d percent', (confidence, chance) => {
    expect(sampledPercent(aScore({ confidence }), policy)).toBe(chance);
  });
});
