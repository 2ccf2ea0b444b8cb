import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createCloudWatch } from '../../../src/cloudwatch/cloudwatch.ts';
import { ACCOUNT_ID, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** On AWS a metric can be read some minutes after it was written; here at once. */
const VISIBLE = process.env.REMOTE === '1' ? { timeout: 300_000, interval: 10_000 } : { timeout: 5000 };

/** A namespace of its own for each run: metrics cannot be deleted. */
const NAMESPACE = `FaceIdvContract/${randomUUID()}`;
const MINUTE_MS = 60_000;
/** The minute that all values are put into. */
const minute = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS);
const range = { StartTime: minute, EndTime: new Date(minute.getTime() + MINUTE_MS) };
const shard = (value: string) => [{ Name: 'Shard', Value: value }];

const VALUES = [
  ...[10, 20, 30, 40].map((value) => ({
    name: 'Latency',
    unit: 'Milliseconds' as const,
    dimensions: {},
    value,
  })),
  { name: 'Searches', unit: 'Count', dimensions: { Shard: '0' }, value: 3 },
  { name: 'Searches', unit: 'Count', dimensions: { Shard: '1' }, value: 5 },
] as const;

let client: CloudWatchClient;
let close = async (): Promise<void> => {};

/** The product's values come by log lines and from services; nothing of it calls PutMetricData. */
async function onThisMachine(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cloudwatch-contract-'));
  let now = minute.getTime();
  const cloudWatch = await createCloudWatch({
    dataDir,
    clock: { ...systemClock, now: () => now },
    region: REGION,
    accountId: ACCOUNT_ID,
    log: () => {},
    sample: async () => [],
    publishEvent: () => {},
  });
  for (const datum of VALUES) cloudWatch.telemetry.metric({ namespace: NAMESPACE, ...datum });
  now = Date.now();
  const served = await serveEmulator(cloudWatch);
  client = new CloudWatchClient({ ...served.clientConfig, maxAttempts: 1 });
  close = async () => {
    await served.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function onAws(): Promise<void> {
  client = new CloudWatchClient({});
  const MetricData = VALUES.map(({ name: MetricName, unit: Unit, dimensions, value: Value }) => ({
    MetricName,
    Unit,
    Value,
    Timestamp: minute,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  await client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }));
}

beforeAll(() => (process.env.REMOTE === '1' ? onAws() : onThisMachine()));
afterAll(async () => {
  client.destroy();
  await close();
});

describe('CloudWatch', () => {
  it('gives statistics of the values of a period', async () => {
    const read = async () => {
      const Statistics: Statistic[] = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];
      const { Datapoints = [] } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: NAMESPACE,
          MetricName: 'Latency',
          ...range,
          Period: 60,
          Statistics,
        }),
      );
      return Datapoints;
    };

    await expect.poll(read, VISIBLE).toEqual([
      {
        Timestamp: minute,
        Unit: 'Milliseconds',
        Sum: 100,
        Average: 25,
        Minimum: 10,
        Maximum: 40,
        SampleCount: 4,
      },
    ]);
  });

  it('gives percentiles between the smallest and the largest value', async () => {
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: NAMESPACE,
        MetricName: 'Latency',
        ...range,
        Period: 60,
        ExtendedStatistics: ['p50', 'p100'],
      }),
    );
    const { p50 = 0, p100 } = Datapoints[0]?.ExtendedStatistics ?? {};

    expect(p50).toBeGreaterThanOrEqual(20);
    expect(p50).toBeLessThanOrEqual(30);
    expect(p100).toBeCloseTo(40, 0);
  });

  it('calculates over metrics, with the label that was asked for', async () => {
    const stat = (Id: string, value: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: NAMESPACE, MetricName: 'Searches', Dimensions: shard(value) },
        Period: 60,
        Stat: 'Sum',
      },
    });
    const read = async () => {
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          ...range,
          MetricDataQueries: [
            { Id: 'share', Label: 'share of shard 0', Expression: 'IF(a + b >= 8, 100 * a / (a + b), 0)' },
            stat('a', '0'),
            stat('b', '1'),
          ],
        }),
      );
      return MetricDataResults.map(({ Id, Label, Values }) => ({ Id, Label, Values }));
    };

    await expect.poll(read, VISIBLE).toEqual([{ Id: 'share', Label: 'share of shard 0', Values: [37.5] }]);
  });

  it('searches by namespace, dimensions and name', async () => {
    const read = async () => {
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          ...range,
          MetricDataQueries: [
            { Id: 'all', Expression: `SEARCH('{"${NAMESPACE}",Shard} MetricName="Searches"', 'Sum', 60)` },
          ],
        }),
      );
      return MetricDataResults.flatMap(({ Values = [] }) => Values).toSorted();
    };

    await expect.poll(read, VISIBLE).toEqual([3, 5]);
  });

  it('lists metrics by the dimensions they have', async () => {
    const read = async () => {
      const { Metrics = [] } = await client.send(
        new ListMetricsCommand({ Namespace: NAMESPACE, Dimensions: [{ Name: 'Shard', Value: '1' }] }),
      );
      return Metrics;
    };

    await expect
      .poll(read, VISIBLE)
      .toEqual([{ Namespace: NAMESPACE, MetricName: 'Searches', Dimensions: shard('1') }]);
  });

  it('has no data where nothing was measured', async () => {
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: NAMESPACE,
        MetricName: 'Missing',
        ...range,
        Period: 60,
        Statistics: ['Sum'],
      }),
    );

    expect(Datapoints).toEqual([]);
  });

  it('refuses a range that ends before it starts', async () => {
    const command = new GetMetricStatisticsCommand({
      Namespace: NAMESPACE,
      MetricName: 'Latency',
      StartTime: range.EndTime,
      EndTime: range.StartTime,
      Period: 60,
      Statistics: ['Sum'],
    });

    await expect(client.send(command)).rejects.toMatchObject({
      name: expect.stringMatching(/InvalidParameter/),
    });
  });

  it('refuses an expression that names no query', async () => {
    const command = new GetMetricDataCommand({
      ...range,
      MetricDataQueries: [{ Id: 'x', Expression: 'missing * 2' }],
    });

    await expect(client.send(command)).rejects.toMatchObject({ name: expect.stringMatching(/Validation/) });
  });

  it('refuses a dashboard that does not exist', async () => {
    await expect(
      client.send(new GetDashboardCommand({ DashboardName: `none-${randomUUID()}` })),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/ResourceNotFound|DashboardNotFound/),
    });
  });

  it('describes no alarm of a name that there is none of', async () => {
    const { MetricAlarms } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [`none-${randomUUID()}`] }),
    );

    expect(MetricAlarms).toEqual([]);
  });
});
