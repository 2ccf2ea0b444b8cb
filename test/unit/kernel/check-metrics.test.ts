import { expect, it } from 'vitest';
import { CHECK_METRICS } from '../../../lambda/kernel/check-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of checks are in the catalogue, and hold bands instead of scores', () => {
  expect(METRICS).toMatchObject(CHECK_METRICS);
  const dimensions = Object.values(CHECK_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Type', 'Check', 'Result', 'Operation', 'Band', 'Measure']));
  for (const { unit } of Object.values(CHECK_METRICS)) expect(unit).toBe('Count');
});
