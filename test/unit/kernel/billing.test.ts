import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BillableCalls, billableOperation, costUsd, sumCalls } from '../../../lambda/kernel/billing.ts';

const calls: fc.Arbitrary<BillableCalls> = fc.dictionary(
  fc.constantFrom(...billableOperation.options),
  fc.integer({ min: 0, max: 1000 }),
);

describe('the bill of a verification', () => {
  it('knows the operations by their API names', () => {
    expect(billableOperation.options).toEqual([
      'CreateFaceLivenessSession',
      'GetFaceLivenessSessionResults',
      'DetectFaces',
      'CompareFaces',
      'SearchFacesByImage',
      'SearchUsersByImage',
      'IndexFaces',
      'DeleteFaces',
    ]);
  });

  it('adds calls by operation', () => {
    expect(sumCalls([{ DetectFaces: 1 }, { DetectFaces: 1, IndexFaces: 1 }, {}])).toEqual({
      DetectFaces: 2,
      IndexFaces: 1,
    });
  });

  it('costs the same whether steps are priced one by one or together', () => {
    const prices = { DetectFaces: 0.001, GetFaceLivenessSessionResults: 0.015, CompareFaces: 0.0008 };
    fc.assert(
      fc.property(fc.array(calls), (steps) => {
        const apart = steps.reduce((sum, step) => sum + costUsd(step, prices), 0);
        expect(costUsd(sumCalls(steps), prices)).toBeCloseTo(apart, 6);
      }),
    );
  });

  it('is exact where binary fractions are not', () => {
    expect(costUsd({ DetectFaces: 3 }, { DetectFaces: 0.1 })).toBe(0.3);
  });

  it('charges nothing for what has no price', () => {
    expect(costUsd({ DeleteFaces: 7 }, {})).toBe(0);
  });
});
