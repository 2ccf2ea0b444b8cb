import { expect, it } from 'vitest';
import { FACE_METRICS } from '../../../lambda/kernel/face-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of faces are in the catalogue, and replace none of the others', () => {
  expect(METRICS).toMatchObject(FACE_METRICS);
  expect(Object.keys(METRICS).slice(0, Object.keys(FACE_METRICS).length)).toEqual(Object.keys(FACE_METRICS));
});
