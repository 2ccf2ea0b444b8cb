import { CHECK_METRICS } from '../../../lambda/kernel/check-metrics.ts';
import type { EmitMetric } from '../../../lambda/kernel/ports/emit-metric.ts';

interface RecordedMetric {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Keeps what was emitted, for tests to look at. */
export function recordedMetrics(): {
  readonly emit: EmitMetric;
  readonly metrics: RecordedMetric[];
} {
  const metrics: RecordedMetric[] = [];
  return { metrics, emit: (name, value, dimensions) => metrics.push({ name, value, dimensions }) };
}

/** Leaves out what is counted of every check alike. */
export const withoutChecks = (metrics: readonly RecordedMetric[]): RecordedMetric[] =>
  metrics.filter(({ name }) => !Object.hasOwn(CHECK_METRICS, name));
