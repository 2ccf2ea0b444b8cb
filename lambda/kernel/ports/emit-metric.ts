import type { METRICS, MetricName } from '../metrics.ts';

export type MetricDimensions<Name extends MetricName> = Readonly<
  Record<(typeof METRICS)[Name]['dimensions'][number], string>
>;

/** Counts or measures something of the catalogue; a name or dimension that is not in it does not compile. */
export type EmitMetric = <Name extends MetricName>(
  name: Name,
  value: number,
  dimensions: MetricDimensions<Name>,
) => void;
