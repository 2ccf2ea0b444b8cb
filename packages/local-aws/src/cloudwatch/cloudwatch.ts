import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Emulator } from '../emulator.ts';
import type { ServiceEvent } from '../events/service-event.ts';
import type { Log } from '../log.ts';
import { type Alarm, alarmOf, EVALUATION_INTERVAL_MS, evaluateAlarm } from './alarms.ts';
import { embeddedMetrics } from './embedded-metric.ts';
import { type LogEvent, type LogStore, openLogStore } from './log-store.ts';
import { createLogs } from './logs.ts';
import { type MetricStore, openMetricStore } from './metric-store.ts';
import { accessChecks } from './metrics-access.ts';
import { METRICS_OPERATIONS, type MetricsContext } from './metrics-api.ts';
import type { MetricDatum, Telemetry } from './telemetry.ts';

export interface CloudWatchOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly log: Log;
  /** Values that are read when somebody looks, such as the length of a queue. */
  readonly sample: () => Promise<readonly MetricDatum[]>;
  readonly publishEvent: (event: ServiceEvent) => Promise<void> | void;
}

export interface CloudWatch extends Emulator {
  readonly telemetry: Telemetry;
  /** CloudWatch Logs over the lines that {@link telemetry} was given. */
  readonly logs: Emulator;
  /** Evaluates the alarms once a minute from now on. */
  start(): void;
  /**
   * Sum, count, p50 and p99 of every metric of the last
   * hour, and the alarms: what `GET /_local/metrics` shows.
   */
  overview(): unknown;
  /** Kept lines of every log group whose name contains the text, oldest first. */
  logLines(groupPart: string): readonly LogEvent[];
}

const OVERVIEW_MS = 3_600_000;

/** CloudWatch: metrics, alarms and logs of what runs here. */
export async function createCloudWatch(options: CloudWatchOptions): Promise<CloudWatch> {
  const { clock, log } = options;
  const directory = join(options.dataDir, 'cloudwatch');
  const onFault = (fault: unknown): void =>
    log({ level: 'error', source: 'cloudwatch', message: `telemetry could not be kept: ${String(fault)}` });
  const store: MetricStore = await openMetricStore(join(directory, 'metrics.jsonl'), clock, onFault);
  const lines: LogStore = await openLogStore(join(directory, 'logs.jsonl'), clock, onFault);
  const alarms = new Map<string, Alarm>();
  const dashboards = new Map<string, string>();
  const context: MetricsContext = { store, alarms, dashboards };
  const closed = new AbortController();

  const evaluate = async (): Promise<void> => {
    for (const datum of await options.sample()) store.put(datum);
    for (const alarm of alarms.values()) {
      const event = evaluateAlarm(alarm, store, clock);
      if (!event) continue;
      const level = alarm.state === 'ALARM' ? 'warn' : 'info';
      log({ level, source: 'cloudwatch', message: `alarm ${alarm.name} is ${alarm.state}` });
      await options.publishEvent(event);
    }
  };

  const evaluateWhileOpen = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      try {
        await clock.sleep(EVALUATION_INTERVAL_MS, closed.signal);
        await evaluate();
      } catch (error) {
        if (closed.signal.aborted) return;
        log({
          level: 'error',
          source: 'cloudwatch',
          message: `alarms could not be evaluated: ${String(error)}`,
        });
      }
    }
  };

  return {
    service: 'monitoring',
    operations: Object.keys(METRICS_OPERATIONS),
    resourceTypes: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'],
    provision: async (resources) => {
      for (const resource of resources) {
        if (resource.type === 'AWS::CloudWatch::Alarm')
          alarms.set(resource.ref, alarmOf(resource, clock.now()));
        else dashboards.set(resource.ref, String(resource.properties.DashboardBody));
      }
    },
    accessChecks: (request) => accessChecks(request, options),
    handle: async (request) => {
      const operation = METRICS_OPERATIONS[request.operation ?? ''];
      if (!operation)
        throw new AwsError(
          'UnknownOperationException',
          `CloudWatch ${request.operation} is not emulated.`,
          501,
        );
      if (request.operation === 'DescribeAlarms') await evaluate();
      const output = invoked(() => operation(JSON.parse(request.body.toString() || '{}'), context));
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(output),
      };
    },
    telemetry: {
      metric: (datum) => store.put(datum),
      line: (group, stream, message) => {
        lines.put(group, stream, message);
        for (const datum of embeddedMetrics(message)) store.put(datum);
      },
    },
    logs: createLogs(lines, options.accountId, options.region),
    start: () => void evaluateWhileOpen(),
    overview: () => overview(store, alarms, clock.now()),
    logLines: (groupPart) =>
      lines
        .groups()
        .filter((group) => group.includes(groupPart))
        .flatMap((group) => lines.events(group))
        .toSorted((a, b) => a.time - b.time),
    close: async () => {
      closed.abort();
      await store.close();
      await lines.close();
    },
  };
}

/** A statistic or an expression that is not known is the caller's mistake. */
function invoked<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (error instanceof AwsError || !(error instanceof Error)) throw error;
    throw new AwsError('ValidationError', error.message);
  }
}

function overview(store: MetricStore, alarms: ReadonlyMap<string, Alarm>, now: number): unknown {
  const grid = { end: now + 1, periodMs: OVERVIEW_MS, count: 1 };
  return {
    period_seconds: OVERVIEW_MS / 1000,
    metrics: store.list().flatMap((series) => {
      const [count] = store.query(series, 'SampleCount', grid);
      if (count === undefined) return [];
      const value = (statistic: string): number | undefined => store.query(series, statistic, grid)[0];
      return [
        {
          namespace: series.namespace,
          name: series.name,
          dimensions: series.dimensions,
          unit: series.unit,
          count,
          sum: value('Sum'),
          p50: value('p50'),
          p99: value('p99'),
        },
      ];
    }),
    alarms: [...alarms.values()].map(({ name, state, reason }) => ({ name, state, reason })),
  };
}
