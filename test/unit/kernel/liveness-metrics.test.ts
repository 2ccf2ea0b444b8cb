import { expect, it } from 'vitest';
import { LIVENESS_METRICS } from '../../../lambda/kernel/liveness-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of liveness checks are in the catalogue, and name no person and no score', () => {
  expect(METRICS).toMatchObject(LIVENESS_METRICS);
  const dimensions = Object.values(LIVENESS_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(
    new Set(['Result', 'Band', 'Challenge', 'Version', 'Sdk', 'Standing', 'Kind', 'Type']),
  );
});
