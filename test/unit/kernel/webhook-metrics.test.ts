import { expect, it } from 'vitest';
import { METRICS } from '../../../lambda/kernel/metrics.ts';
import { WEBHOOK_METRICS } from '../../../lambda/kernel/webhook-metrics.ts';

it('metrics of webhooks are in the catalogue, and name no tenant, endpoint or event', () => {
  expect(METRICS).toMatchObject(WEBHOOK_METRICS);
  const dimensions = Object.values(WEBHOOK_METRICS).flatMap((metric) => [...metric.dimensions]);
  expect(new Set(dimensions)).toEqual(new Set(['Result', 'Reason']));
});
