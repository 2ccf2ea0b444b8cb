import { expect, it } from 'vitest';
import { CONSENT_METRICS } from '../../../lambda/kernel/consent-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of consent are in the catalogue, and name nobody', () => {
  expect(METRICS).toMatchObject(CONSENT_METRICS);
  const dimensions = Object.values(CONSENT_METRICS).flatMap((metric): string[] => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Channel', 'By', 'Step']));
});
