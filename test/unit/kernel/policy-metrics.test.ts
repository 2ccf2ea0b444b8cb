import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { POLICY_METRICS } from '../../../lambda/kernel/policy-metrics.ts';

it('metrics of policies are in the catalogue, and name no operator', () => {
  expect(METRICS).toMatchObject(POLICY_METRICS);
  const dimensions = Object.values(POLICY_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Type']));
});
