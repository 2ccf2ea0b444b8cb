import { expect, it } from 'vitest';
import { readBands } from '../../../src/ops/charts/bands.ts';

it('reads bands with the limits in them, from left to right', () => {
  expect(readBands(['0 to 50', '50 to 80, limit 65', '80 to 100, sensitive 80, strict 95.5'])).toEqual({
    bands: [
      { name: '0 to 50', isBelow: true },
      { name: '50 to 80', isBelow: false },
      { name: '80 to 100', isBelow: false },
    ],
    limits: [
      { name: 'limit', value: 65, position: 0.5 },
      { name: 'sensitive', value: 80, position: 2 / 3 },
      { name: 'strict', value: 95.5, position: (2 + 15.5 / 20) / 3 },
    ],
  });
});

it('takes a band that ends at the limit for one below it', () => {
  expect(readBands(['0 to 80', '80 to 100, limit 80'])?.bands.map(({ isBelow }) => isBelow)).toEqual([
    true,
    false,
  ]);
});

it.each([[[]], [['Created', 'Approved']], [['0 to 50', 'registration 50 to 80']]])(
  'does not take %j for bands',
  (labels) => {
    expect(readBands(labels)).toBeUndefined();
  },
);
