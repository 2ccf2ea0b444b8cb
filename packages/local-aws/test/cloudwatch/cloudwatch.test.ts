import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloudWatch, createCloudWatch } from '../../src/cloudwatch/cloudwatch.ts';
import type { MetricDatum } from '../../src/cloudwatch/telemetry.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import type { ServiceEvent } from '../../src/events/service-event.ts';
import { OWNER } from '../../src/principal.ts';
import { aLog } from '../fixtures/recorders.ts';

const MINUTE_MS = 60_000;

let dataDir: string;
let clock: ManualClock;
let published: ServiceEvent[];
let sampled: MetricDatum[];
const opened: CloudWatch[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cloudwatch-'));
  clock = new ManualClock();
  published = [];
  sampled = [];
});
afterEach(async () => {
  for (const cloudWatch of opened.splice(0)) await cloudWatch.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(resources: readonly TemplateResource[] = []): Promise<CloudWatch> {
  const cloudWatch = await createCloudWatch({
    dataDir,
    clock,
    region: 'us-east-1',
    accountId: '000000000000',
    log: aLog().log,
    sample: async () => sampled,
    publishEvent: (event) => void published.push(event),
  });
  opened.push(cloudWatch);
  await cloudWatch.provision(resources);
  return cloudWatch;
}

async function call(
  cloudWatch: CloudWatch,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  const emulator = operation.includes('Log') ? cloudWatch.logs : cloudWatch;
  const response = await emulator.handle({
    method: 'POST',
    url: new URL('http://localhost/'),
    headers: {},
    body: Buffer.from(JSON.stringify(input)),
    operation,
    principal: OWNER,
    requestId: 'r',
  });
  return JSON.parse(response.body.toString());
}

const anAlarm = (properties: object): TemplateResource => ({
  stack: 'S',
  logicalId: 'A',
  type: 'AWS::CloudWatch::Alarm',
  ref: 'alarm',
  arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:alarm',
  deletionPolicy: undefined,
  properties: {
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 3,
    EvaluationPeriods: 1,
    Namespace: 'N',
    MetricName: 'M',
    Period: 300,
    Statistic: 'Sum',
    TreatMissingData: 'notBreaching',
    ...properties,
  },
});

const M: MetricDatum = { namespace: 'N', name: 'M', dimensions: {}, unit: 'Count', value: 1 };

async function alarmState(cloudWatch: CloudWatch): Promise<unknown> {
  const { MetricAlarms } = await call(cloudWatch, 'DescribeAlarms', {});
  return (MetricAlarms as { StateValue: string }[])[0]?.StateValue;
}

describe('metrics', () => {
  const seconds = (): number => clock.now() / 1000;
  const query = (cloudWatch: CloudWatch, statistics: object): Promise<Record<string, unknown>> =>
    call(cloudWatch, 'GetMetricStatistics', {
      Namespace: 'N',
      MetricName: 'M',
      StartTime: seconds() - 300,
      EndTime: seconds() + 1,
      Period: 3600,
      ...statistics,
    });

  it('come from services and from log lines, and are added up', async () => {
    const cloudWatch = await open();
    cloudWatch.telemetry.metric(M);
    cloudWatch.telemetry.line(
      'g',
      's',
      '{"_aws":{"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[[]],"Metrics":[{"Name":"M"}]}]},"M":2}',
    );
    for (const value of [10, 20, 20]) cloudWatch.telemetry.metric({ ...M, value });

    const { Datapoints } = await query(cloudWatch, {
      Statistics: ['Sum', 'SampleCount', 'Maximum'],
      ExtendedStatistics: ['p50'],
    });

    expect(Datapoints).toEqual([
      {
        Timestamp: seconds() - 300,
        Unit: 'Count',
        Sum: 53,
        SampleCount: 5,
        Maximum: 20,
        ExtendedStatistics: { p50: 10 },
      },
    ]);
  });

  it('begin their periods at the start that was asked for, to the minute', async () => {
    const cloudWatch = await open();
    cloudWatch.telemetry.metric(M);

    const { Datapoints } = await query(cloudWatch, { StartTime: seconds() - 26, Statistics: ['Sum'] });

    expect(Datapoints).toMatchObject([{ Timestamp: seconds() - 60, Sum: 1 }]);
  });

  it('are there again after a restart', async () => {
    const first = await open();
    first.telemetry.metric(M);
    first.telemetry.line('group', 'stream', 'a line');
    await opened.pop()?.close();

    const second = await open();

    expect((await query(second, { Statistics: ['Sum'] })).Datapoints).toMatchObject([{ Sum: 1 }]);
    expect(second.logLines('group')).toMatchObject([{ message: 'a line' }]);
  });

  it('are kept apart by their dimensions', async () => {
    const cloudWatch = await open();
    cloudWatch.telemetry.metric({ ...M, dimensions: { a: '1', b: '2' } });
    const dimensions = [
      { Name: 'b', Value: '2' },
      { Name: 'a', Value: '1' },
    ];

    expect((await query(cloudWatch, { Statistics: ['Sum'] })).Datapoints).toEqual([]);
    expect(
      (await query(cloudWatch, { Statistics: ['Sum'], Dimensions: dimensions })).Datapoints,
    ).toHaveLength(1);
  });

  it('are listed with their dimensions', async () => {
    const cloudWatch = await open();
    cloudWatch.telemetry.metric({ ...M, dimensions: { a: '1' } });
    cloudWatch.telemetry.metric({ ...M, name: 'Other' });

    expect(await call(cloudWatch, 'ListMetrics', { Dimensions: [{ Name: 'a' }] })).toEqual({
      Metrics: [{ Namespace: 'N', MetricName: 'M', Dimensions: [{ Name: 'a', Value: '1' }] }],
    });
  });

  it('are searched and calculated with, newest first', async () => {
    const cloudWatch = await open();
    for (const shard of ['0', '1'])
      cloudWatch.telemetry.metric({ ...M, dimensions: { Shard: shard }, value: Number(shard) + 1 });
    const dimensioned = { Namespace: 'N', MetricName: 'M', Dimensions: [{ Name: 'Shard', Value: '1' }] };

    const { MetricDataResults } = await call(cloudWatch, 'GetMetricData', {
      StartTime: seconds() - 60,
      EndTime: seconds() + 60,
      MetricDataQueries: [
        { Id: 'all', Expression: "SEARCH('{N,Shard} MetricName=\"M\"', 'Sum', 60)" },
        { Id: 'twice', Expression: 'FILL(m, 0) * 2', Label: 'doubled' },
        { Id: 'm', ReturnData: false, MetricStat: { Metric: dimensioned, Period: 60, Stat: 'Sum' } },
      ],
    });

    expect(MetricDataResults).toEqual([
      { Id: 'all', Label: '0', StatusCode: 'Complete', Timestamps: [seconds()], Values: [1] },
      { Id: 'all', Label: '1', StatusCode: 'Complete', Timestamps: [seconds()], Values: [2] },
      {
        Id: 'twice',
        Label: 'doubled',
        StatusCode: 'Complete',
        Timestamps: [seconds(), seconds() - 60],
        Values: [4, 0],
      },
    ]);
  });

  it('refuse a statistic that is not known, as the caller’s mistake', async () => {
    const cloudWatch = await open();

    await expect(query(cloudWatch, { Statistics: ['Median'] })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
    });
  });

  it('refuse a range that ends before it starts', async () => {
    const cloudWatch = await open();

    await expect(query(cloudWatch, { EndTime: 1, Statistics: ['Sum'] })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    });
  });
});

describe('alarms', () => {
  const named = (name: string) => ({ ...anAlarm({}), ref: name, arn: `arn:${name}`, logicalId: name });
  const names = Array.from({ length: 120 }, (_, index) => `alarm-${String(index).padStart(3, '0')}`);
  const page = async (cloudWatch: CloudWatch, input: object) => {
    const { MetricAlarms, NextToken } = await call(cloudWatch, 'DescribeAlarms', input);
    return { names: (MetricAlarms as { AlarmName: string }[]).map(({ AlarmName }) => AlarmName), NextToken };
  };

  it('are described by name, fifty at a time or as many as are asked for, up to a hundred', async () => {
    const cloudWatch = await open(names.toReversed().map(named));
    const first = await page(cloudWatch, {});
    expect(first.names).toEqual(names.slice(0, 50));
    const second = await page(cloudWatch, { NextToken: first.NextToken });
    const third = await page(cloudWatch, { NextToken: second.NextToken });
    expect([...second.names, ...third.names]).toEqual(names.slice(50));
    expect(third.NextToken).toBeUndefined();
    expect((await page(cloudWatch, { MaxRecords: 100 })).names).toHaveLength(100);
    const filtered = await page(cloudWatch, { AlarmNamePrefix: 'alarm-11', MaxRecords: 10 });
    expect(filtered).toEqual({ names: names.slice(110), NextToken: undefined });
  });

  it('refuse a page of more than a hundred, and a token that they have not given', async () => {
    const cloudWatch = await open([anAlarm({})]);
    for (const MaxRecords of [0, 101])
      await expect(call(cloudWatch, 'DescribeAlarms', { MaxRecords })).rejects.toMatchObject({
        code: 'ValidationError',
      });
    await expect(call(cloudWatch, 'DescribeAlarms', { NextToken: 'a token' })).rejects.toMatchObject({
      code: 'InvalidNextToken',
    });
  });
});

describe('an alarm', () => {
  it('goes off at its threshold, tells the rules, and is quiet again when the periods have passed', async () => {
    const cloudWatch = await open([anAlarm({})]);
    expect(await alarmState(cloudWatch)).toBe('OK');
    for (let count = 0; count < 3; count += 1) cloudWatch.telemetry.metric(M);

    expect(await alarmState(cloudWatch)).toBe('ALARM');
    clock.advance(6 * MINUTE_MS);
    expect(await alarmState(cloudWatch)).toBe('OK');
    expect(published.map(({ detail }) => (detail.state as { value: string }).value)).toEqual([
      'OK',
      'ALARM',
      'OK',
    ]);
    expect(published[1]).toMatchObject({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm State Change',
    });
  });

  it('needs as many breaching periods as the template says', async () => {
    const cloudWatch = await open([anAlarm({ Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2 })]);
    cloudWatch.telemetry.metric(M);
    expect(await alarmState(cloudWatch)).toBe('OK');

    clock.advance(5 * MINUTE_MS);
    cloudWatch.telemetry.metric(M);

    expect(await alarmState(cloudWatch)).toBe('ALARM');
  });

  it.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
    ['ignore', 'INSUFFICIENT_DATA'],
  ])('that treats missing data as %s begins in %s', async (treatment, state) => {
    const cloudWatch = await open([anAlarm({ TreatMissingData: treatment })]);

    expect(await alarmState(cloudWatch)).toBe(state);
  });

  it('calculates with metrics', async () => {
    const metric = (Id: string, MetricName: string): object => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'N', MetricName }, Period: 300, Stat: 'Sum' },
    });
    const share = { Id: 'share', Expression: 'IF(all >= 4, 100 * bad / all, 0)' };
    const cloudWatch = await open([
      anAlarm({ Threshold: 50, Metrics: [share, metric('all', 'All'), metric('bad', 'Bad')] }),
    ]);
    for (const name of ['All', 'All', 'All', 'Bad', 'Bad', 'Bad'])
      cloudWatch.telemetry.metric({ ...M, name });
    expect(await alarmState(cloudWatch)).toBe('OK');

    cloudWatch.telemetry.metric({ ...M, name: 'All' });

    expect(await alarmState(cloudWatch)).toBe('ALARM');
  });

  it('sees what is only measured when somebody looks', async () => {
    const cloudWatch = await open([anAlarm({ Threshold: 1, Statistic: 'Maximum' })]);
    sampled = [{ ...M, value: 5 }];

    expect(await alarmState(cloudWatch)).toBe('ALARM');
  });

  it('is evaluated once a minute without being asked', async () => {
    const cloudWatch = await open([anAlarm({ TreatMissingData: 'breaching' })]);
    cloudWatch.start();
    await clock.asleep();
    clock.advance(MINUTE_MS);

    await expect.poll(() => published).toHaveLength(1);
  });
});

describe('logs', () => {
  it('are found by group, stream, time and words', async () => {
    const cloudWatch = await open();
    cloudWatch.telemetry.line('/aws/lambda/a', 'one', 'first ERROR here');
    clock.advance(1000);
    cloudWatch.telemetry.line('/aws/lambda/a', 'two', 'second');
    cloudWatch.telemetry.line('/aws/lambda/b', 'one', 'third ERROR');
    const filter = (input: object): Promise<Record<string, unknown>> =>
      call(cloudWatch, 'FilterLogEvents', { logGroupName: '/aws/lambda/a', ...input });
    const messages = ({ events }: Record<string, unknown>): string[] =>
      (events as { message: string }[]).map(({ message }) => message);

    expect(messages(await filter({}))).toEqual(['first ERROR here', 'second']);
    expect(messages(await filter({ filterPattern: 'ERROR "here"' }))).toEqual(['first ERROR here']);
    expect(messages(await filter({ logStreamNames: ['two'] }))).toEqual(['second']);
    expect(messages(await filter({ startTime: clock.now() }))).toEqual(['second']);
    expect(messages(await filter({ limit: 1 }))).toEqual(['second']);
  });

  it('refuse a group that does not exist', async () => {
    await expect(call(await open(), 'FilterLogEvents', { logGroupName: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('keep the newest lines of a group, in memory and on disk', async () => {
    const first = await open();
    for (let index = 0; index < 3000; index += 1) first.telemetry.line('g', 's', String(index));
    const kept = first.logLines('g');
    await opened.pop()?.close();

    expect(kept.length).toBeLessThanOrEqual(2000);
    expect(kept.at(-1)?.message).toBe('2999');
    expect((await open()).logLines('g').at(-1)?.message).toBe('2999');
  });
});
