import { expect, it } from 'vitest';
import { METRICS, metricNamespace } from '../../../lambda/kernel/metrics.ts';

/** What a dimension may never name: an account pays for each value, and people stay out of metrics. */
const PERSONAL = /user|device|session|image_?id|tenant/i;

it.each(Object.entries(METRICS))('%s says what it counts, in which unit and by what', (name, metric) => {
  expect(name).toMatch(/^([A-Z][a-z]+)+$/);
  expect(metric.description).toMatch(/^[A-Z].{10,}[^.]$/);
  expect(['Count', 'Milliseconds', 'Percent', 'None']).toContain(metric.unit);
  for (const dimension of metric.dimensions) {
    expect(dimension).toMatch(/^([A-Z][a-z]+)+$/);
    expect(dimension).not.toMatch(PERSONAL);
  }
});

it('every metric lies in the namespace of the product', () => {
  expect(metricNamespace('prod')).toBe('FaceIdv/prod');
});
