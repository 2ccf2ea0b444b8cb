import { Console } from 'node:console';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { METRICS, type MetricName } from '../../../lambda/kernel/metrics.ts';
import { emitMetric } from '../../../lambda/platform/metrics.ts';

// as the template gives it to a function; Powertools reads it when it is loaded
vi.hoisted(() => {
  process.env.POWERTOOLS_METRICS_NAMESPACE = 'FaceIdv/test';
});

/** Lines that were written to standard output. */
let lines: string[];
beforeEach(() => {
  lines = [];
  const write = (line: unknown) => lines.push(String(line)) > 0;
  vi.spyOn(Console.prototype, 'log').mockImplementation(write);
  vi.spyOn(console, 'log').mockImplementation(write);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a metric', () => {
  it('is one line of embedded metric format with its unit and exactly its dimensions', () => {
    emitMetric('RekognitionLatency', 123, { Operation: 'DetectFaces' });
    expect(lines).toHaveLength(1);
    const { _aws, ...fields } = JSON.parse(lines[0] ?? '');
    expect(_aws.CloudWatchMetrics).toEqual([
      {
        Namespace: 'FaceIdv/test',
        Dimensions: [['Operation']],
        Metrics: [{ Name: 'RekognitionLatency', Unit: 'Milliseconds' }],
      },
    ]);
    expect(fields).toEqual({ Operation: 'DetectFaces', RekognitionLatency: 123 });
  });

  it('can be every one of the catalogue', () => {
    const emit = emitMetric as (name: MetricName, value: number, dimensions: Record<string, string>) => void;
    for (const name of Object.keys(METRICS) as MetricName[]) {
      emit(name, 1, Object.fromEntries(METRICS[name].dimensions.map((dimension) => [dimension, 'x'])));
    }
    const written = lines.map((line) => JSON.parse(line)._aws.CloudWatchMetrics[0]);
    expect(written.map(({ Metrics }) => Metrics[0].Name)).toEqual(Object.keys(METRICS));
    expect(written.map(({ Metrics }) => Metrics[0].Unit)).toEqual(
      Object.values(METRICS).map(({ unit }) => unit),
    );
    expect(written.map(({ Dimensions }) => Dimensions.flat())).toEqual(
      Object.values(METRICS).map(({ dimensions }) => [...dimensions]),
    );
  });
});
