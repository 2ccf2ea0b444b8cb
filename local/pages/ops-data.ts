import { readFile } from 'node:fs/promises';
import {
  CloudWatchClient,
  CloudWatchServiceException,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListDashboardsCommand,
  type MetricAlarm,
  type MetricDataQuery,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import type { CloudResponse, HttpRequest } from '@face-idv/local-aws';
import * as z from 'zod/mini';
import type { ServePages } from './serve-site.ts';

/** Where the CloudWatch that is asked listens. */
interface CloudWatchAddress {
  readonly endpoint: string;
  readonly region: string;
}

const ROOT = '/ops/data/';

/** Names by which this machine reaches itself: under any other one, another site may be the one that asks. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** GetMetricData takes as many. */
const MAX_QUERIES = 500;

/** Times are epoch milliseconds; CloudWatch itself checks the queries. */
const metricsRequest = z.strictObject({
  start: z.number(),
  end: z.number(),
  queries: z.array(z.looseObject({ Id: z.string() })).check(z.minLength(1), z.maxLength(MAX_QUERIES)),
});

type Answer = (client: CloudWatchClient, request: HttpRequest) => Promise<unknown>;

/**
 * Serves the data of the operations page: dashboards, alarms and metrics, as the local CloudWatch returns
 * them, and the runbook that alarms link to. It reads only, and for pages of this machine only.
 * @param runbook file with the runbook
 * @param addressOf address of the local stack; undefined while it starts
 */
export function serveOpsData(runbook: URL, addressOf: () => CloudWatchAddress | undefined): ServePages {
  const answers: Readonly<Record<string, Answer>> = {
    'GET dashboards': readDashboards,
    'GET alarms': readAlarms,
    'GET runbook': async () => ({ markdown: await readFile(runbook, 'utf8') }),
    'POST metrics': readMetrics,
  };
  let client: CloudWatchClient | undefined;
  return async (request) => {
    const { method, url, headers } = request;
    if (!url.pathname.startsWith(ROOT)) return undefined;
    if (!isOfThisMachine(headers)) return refused(403, 'Open this page by the name localhost.');
    const answer = answers[`${method} ${url.pathname.slice(ROOT.length)}`];
    if (!answer) return refused(404, `There is no data at ${method} ${url.pathname}.`);
    const address = addressOf();
    if (!address) return refused(503, 'The local stack is starting. Try again.');
    client ??= new CloudWatchClient({
      ...address,
      credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
    });
    try {
      return json(200, await answer(client, request));
    } catch (error) {
      if (error instanceof CloudWatchServiceException) return refused(400, error.message);
      if (error instanceof z.core.$ZodError || error instanceof SyntaxError)
        return refused(400, 'The body must be JSON with "start", "end" and "queries" of GetMetricData.');
      throw error;
    }
  };
}

/** Another site that a browser shows can name this machine neither as host nor as origin. */
const isOfThisMachine = ({ host = '', origin }: HttpRequest['headers']): boolean =>
  LOOPBACK.test(host) && (origin === undefined || LOOPBACK.test(origin.replace(/^https?:\/\//, '')));

/** Returns the bodies of all dashboards. */
async function readDashboards(client: CloudWatchClient): Promise<unknown> {
  const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand({}));
  const dashboards = await Promise.all(
    DashboardEntries.map(({ DashboardName }) => client.send(new GetDashboardCommand({ DashboardName }))),
  );
  return {
    dashboards: dashboards.map(({ DashboardName: name, DashboardBody = '{}' }) => ({
      name,
      body: JSON.parse(DashboardBody),
    })),
  };
}

/** Returns all alarms with their state. */
async function readAlarms(client: CloudWatchClient): Promise<unknown> {
  const found: MetricAlarm[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, {}))
    found.push(...MetricAlarms);
  return {
    alarms: found.map((alarm) => ({
      name: alarm.AlarmName,
      arn: alarm.AlarmArn,
      description: alarm.AlarmDescription ?? '',
      state: alarm.StateValue,
      reason: alarm.StateReason ?? '',
      since: alarm.StateUpdatedTimestamp?.getTime(),
    })),
  };
}

/** Returns the values of queries, oldest first. */
async function readMetrics(client: CloudWatchClient, { body }: HttpRequest): Promise<unknown> {
  const { start, end, queries } = metricsRequest.parse(JSON.parse(body.toString()));
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(end),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: queries as MetricDataQuery[],
    }),
  );
  return {
    results: MetricDataResults.map(({ Id, Label, Timestamps = [], Values = [] }) => ({
      id: Id,
      label: Label,
      times: Timestamps.map((time) => time.getTime()),
      values: Values,
    })),
  };
}

const refused = (status: number, message: string): CloudResponse => json(status, { message });

const json = (status: number, body: unknown): CloudResponse => ({
  status,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body: JSON.stringify(body),
});
