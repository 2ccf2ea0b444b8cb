import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../kernel/metrics.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';

const UNITS = {
  Count: MetricUnit.Count,
  Milliseconds: MetricUnit.Milliseconds,
  Percent: MetricUnit.Percent,
} as const;

/** The namespace is the stage's: Powertools reads it from POWERTOOLS_METRICS_NAMESPACE. */
const metrics = new Metrics();

/** Writes one line of embedded metric format, with the unit and exactly the dimensions of the catalogue. */
export const emitMetric: EmitMetric = (name, value, dimensions) => {
  const metric = metrics.singleMetric();
  // Powertools adds the dimension `service`, which would split a metric by function
  metric.clearDefaultDimensions();
  metric.addDimensions({ ...dimensions });
  metric.addMetric(name, UNITS[METRICS[name].unit], value);
};
