import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { SESSION_METRICS } from '../../../lambda/kernel/session-metrics.ts';

it('metrics of sessions are in the catalogue, and name no session', () => {
  expect(METRICS).toMatchObject(SESSION_METRICS);
  const dimensions = Object.values(SESSION_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(
    new Set(['Type', 'Step', 'ReasonCode', 'Outcome', 'Result', 'Reason', 'Means']),
  );
});
