import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { REVIEW_METRICS } from '../../../lambda/kernel/review-metrics.ts';

it('metrics of review cases are in the catalogue, and name no operator, case or person', () => {
  expect(METRICS).toMatchObject(REVIEW_METRICS);
  const dimensions = Object.values(REVIEW_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(
    new Set(['ReasonCode', 'Finding', 'Label', 'ChallengeVersion', 'Kind']),
  );
});
