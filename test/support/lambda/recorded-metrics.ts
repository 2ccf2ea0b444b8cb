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
