import { expect, it } from 'vitest';
import { ABUSE_METRICS } from '../../../lambda/kernel/abuse-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of lockouts are in the catalogue, and name nobody', () => {
  expect(METRICS).toMatchObject(ABUSE_METRICS);
  const dimensions = Object.values(ABUSE_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Kind', 'Step', 'Signal']));
});
