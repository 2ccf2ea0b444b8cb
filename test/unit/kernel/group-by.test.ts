import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupBy } from '../../../lambda/kernel/group-by.ts';

it('puts every item into the one group of its key, in order', () => {
  expect([...groupBy([3, 1, 4, 2], (number) => number % 2)]).toEqual([
    [1, [3, 1]],
    [0, [4, 2]],
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (numbers) => {
      const groups = [...groupBy(numbers, (number) => number % 3)];
      for (const [key, group] of groups) expect(group).toEqual(numbers.filter((one) => one % 3 === key));
      expect(groups.flatMap(([, group]) => group)).toHaveLength(numbers.length);
    }),
  );
});
