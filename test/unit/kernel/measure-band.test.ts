import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureBand } from '../../../lambda/kernel/measure-band.ts';

it.each([
  ['sharpness_percent', 0, '0 to 25'],
  ['sharpness_percent', 24.9, '0 to 25'],
  ['sharpness_percent', 25, '25 to 50'],
  ['brightness_percent', 99, '75 and more'],
  ['yaw_degrees', -31, '30 to 45'],
  ['pitch_degrees', 9.9, '0 to 10'],
  ['face_occluded', true, 'true'],
  ['face_occluded', false, 'false'],
  ['face_size_px', 60, undefined],
  ['similarity_percent', 99, undefined],
  ['sunglasses', true, undefined],
])('%s of %s is %s', (name, value, band) => {
  expect(measureBand(name, value)).toBe(band);
});

it('gives few values, whatever is measured', () => {
  const bands = new Set<string | undefined>();
  fc.assert(
    fc.property(
      fc.constantFrom('yaw_degrees', 'sharpness_percent'),
      fc.double({ noNaN: true }),
      (name, value) => {
        bands.add(measureBand(name, value));
      },
    ),
    { numRuns: 200 },
  );
  expect(bands.size).toBeLessThanOrEqual(9);
  expect(bands).not.toContain(undefined);
});
