import * as z from 'zod/mini';
import { type Alarm, alarmSchema } from '../alarms/alarm.ts';
import type { MetricRequest } from '../dashboard/queries.ts';
import type { MetricResult } from '../dashboard/series.ts';
import { type Dashboard, readDashboard } from '../dashboard/widget.ts';

const dashboards = z.object({ dashboards: z.array(z.object({ name: z.string(), body: z.unknown() })) });
const alarms = z.object({ alarms: z.array(alarmSchema) });
const results = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      times: z.array(z.number()),
      values: z.array(z.number()),
    }),
  ),
});
const runbook = z.object({ markdown: z.string() });
const problem = z.object({ message: z.string() });

/** Reads the data of the page from the local stack, each with an Error that says why it could not. */
export const opsApi = {
  dashboards: async (): Promise<Dashboard[]> =>
    (await read('dashboards', dashboards)).dashboards.map(({ name, body }) => readDashboard(name, body)),
  alarms: async (): Promise<Alarm[]> => (await read('alarms', alarms)).alarms,
  runbook: async (): Promise<string> => (await read('runbook', runbook)).markdown,
  metrics: async (request: MetricRequest): Promise<MetricResult[]> =>
    (await read('metrics', results, request)).results,
};

async function read<T>(name: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<T> {
  const response = await fetch(
    `/ops/data/${name}`,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  ).catch(() => {
    throw new Error('The local stack does not answer.');
  });
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok) return schema.parse(content);
  const { data } = problem.safeParse(content);
  throw new Error(data?.message ?? `The local stack answered ${name} with status ${response.status}.`);
}
