import { expect, it } from 'vitest';
import { ERASURE_METRICS } from '../../../lambda/kernel/erasure-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of erasures are in the catalogue, and name nobody', () => {
  expect(METRICS).toMatchObject(ERASURE_METRICS);
  const dimensions = Object.values(ERASURE_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Cause', 'Store']));
});
