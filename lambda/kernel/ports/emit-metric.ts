import type { METRICS, MetricName } from '../metrics.ts';

export type MetricDimensions<Name extends MetricName> = Readonly<
  Record<(typeof METRICS)[Name]['dimensions'][number], string>
>;

/** Emits a metric of the catalogue; an unknown name or dimension does not compile. */
export type EmitMetric = <Name extends MetricName>(
  name: Name,
  value: number,
  dimensions: MetricDimensions<Name>,
) => void;
