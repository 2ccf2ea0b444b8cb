import { expect, it } from 'vitest';
import { CHECK_METRICS } from '../../../lambda/kernel/check-metrics.ts';
import { METRICS } from '../../../lambda/kernel/metrics.ts';

it('metrics of checks are in the catalogue, have the type of the session, and hold bands instead of scores', () => {
  expect(METRICS).toMatchObject(CHECK_METRICS);
  const dimensions = Object.values(CHECK_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(
    new Set(['Type', 'Check', 'Result', 'Operation', 'Band', 'Measure', 'Image', 'ReasonCode']),
  );
  for (const {
    unit,
    dimensions: [first],
  } of Object.values(CHECK_METRICS)) {
    expect(unit).toBe('Count');
    expect(first).toBe('Type');
  }
});
