import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapBounded } from '../../../lambda/kernel/map-bounded.ts';

describe('mapping with a bound', () => {
  it('works on each item once, keeps the order, and never has more under way than the limit', async () => {
    const items = fc.array(fc.nat(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 8 }), async (given, limit) => {
        let underWay = 0;
        let most = 0;
        const worked: number[] = [];
        const results = await mapBounded(given, limit, async (item, index) => {
          underWay += 1;
          most = Math.max(most, underWay);
          worked.push(index);
          // later items end earlier
          for (let turn = index; turn < given.length; turn += 1) await Promise.resolve();
          underWay -= 1;
          return `${index}:${item}`;
        });
        expect(results).toEqual(given.map((item, index) => `${index}:${item}`));
        expect(worked.toSorted((one, other) => one - other)).toEqual(given.map((_, index) => index));
        expect(most).toBe(Math.min(limit, given.length));
      }),
    );
  });

  it('fails when one of the calls fails', async () => {
    const failure = new Error('no');
    const work = async (item: number) => {
      if (item === 2) throw failure;
      return item;
    };
    await expect(mapBounded([1, 2, 3], 2, work)).rejects.toBe(failure);
  });
});
