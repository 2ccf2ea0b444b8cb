import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { RETENTION_METRICS } from '../../../lambda/kernel/retention-metrics.ts';

it('metrics of retention are in the catalogue, and name nobody', () => {
  expect(METRICS).toMatchObject(RETENTION_METRICS);
  const dimensions = Object.values(RETENTION_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Class', 'Result']));
});
