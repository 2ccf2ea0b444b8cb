import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { verificationApi } from '../local/demo/verification-api.ts';
import type { ServerReady } from './cloud-server.ts';
import { unthrottledAssembly } from './unthrottled-assembly.ts';

/** How fast and how large the local cloud is. */
export interface CloudFigures {
  /** From the start of the process until it answers, after synthesis. */
  readonly ready_ms: number;
  /** Resident memory when it is ready and nothing was asked yet; no face model is loaded. */
  readonly rss_mb: number;
  /**
   * A signed-in GET of a verification session: authorizer, function, IAM, table, access log. One at a time.
   */
  readonly get_p50_ms: number;
  readonly get_p99_ms: number;
  /** The same GET from {@link CONNECTIONS} connections. */
  readonly get_rps: number;
  /** A DynamoDB PutItem through the SDK, synced to disk. One at a time. */
  readonly put_p50_ms: number;
  readonly put_p99_ms: number;
  readonly rss_after_requests_mb: number;
  readonly requests: number;
}

const SEQUENTIAL_GETS = 2000;
const PUTS = 1000;
const TOTAL_REQUESTS = 10_000;
const CONNECTIONS = 8;
/** Requests before the first that counts, so that the function is warm and the compiler done. */
const WARM_UP = 200;

/** Measures the product's own stacks on the local cloud, in a process of their own and on fresh data. */
export async function measureCloud(progress: (line: string) => void): Promise<CloudFigures> {
  const cdkOut = await unthrottledAssembly('bench-cdk.out');
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-cloud-'));
  const child = fork(fileURLToPath(new URL('./cloud-server.ts', import.meta.url)), [cdkOut, dataDir], {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [ready] = (await once(child, 'message')) as [ServerReady];
    progress(`cloud: ready ${ready.ready_ms.toFixed(0)} ms after the start of its process`);
    // what the start has left behind is collected before memory is read
    await delay(2000);
    const rss_mb = await residentMb(ready.endpoint);
    progress(`cloud: ${rss_mb} MB resident`);
    const get = await signedInGet(ready);
    for (let index = 0; index < WARM_UP; index += 1) await get();

    const gets = await timesOf(SEQUENTIAL_GETS, get);
    progress(
      `cloud: GET p50 ${percentile(gets, 50).toFixed(2)} ms, p99 ${percentile(gets, 99).toFixed(2)} ms`,
    );
    const puts = await timesOf(PUTS, putItem(ready));
    progress(
      `cloud: put p50 ${percentile(puts, 50).toFixed(2)} ms, p99 ${percentile(puts, 99).toFixed(2)} ms`,
    );
    const parallel = TOTAL_REQUESTS - WARM_UP - SEQUENTIAL_GETS - PUTS;
    const get_rps = await rate(parallel, get);
    progress(`cloud: ${get_rps.toFixed(0)} GET/s over ${CONNECTIONS} connections`);
    return {
      ready_ms: Math.round(ready.ready_ms),
      rss_mb,
      get_p50_ms: percentile(gets, 50),
      get_p99_ms: percentile(gets, 99),
      get_rps,
      put_p50_ms: percentile(puts, 50),
      put_p99_ms: percentile(puts, 99),
      rss_after_requests_mb: await residentMb(ready.endpoint),
      requests: TOTAL_REQUESTS,
    };
  } finally {
    await stop(child);
    await rm(dataDir, { recursive: true, force: true });
    await rm(cdkOut, { recursive: true, force: true });
  }
}

async function signedInGet({ apiUrl, token }: ServerReady): Promise<() => Promise<void>> {
  const api = verificationApi(apiUrl, async () => token);
  const { id } = await api.post<{ id: string }>('/verification-sessions', {
    type: 'registration',
    sensitivity: 'regular',
    consent: { given: true, notice_version: '2026-01' },
    device: { id: 'bench' },
  });
  return async () => {
    await api.get(`/verification-sessions/${id}`);
  };
}

function putItem({ endpoint, region }: ServerReady): () => Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
  });
  const table = fetch(`${endpoint}/_local/status`).then(async (response) => {
    const { outputs } = (await response.json()) as { outputs: Record<string, Record<string, string>> };
    const names = Object.values(outputs).flatMap((stack) => Object.entries(stack));
    const found = names.find(([name]) => /RefTablesSessions/.test(name))?.[1];
    if (!found) throw new Error('the templates export no sessions table');
    return found;
  });
  let count = 0;
  return async () => {
    count += 1;
    const Item = { pk: { S: 'bench' }, sk: { S: String(count) }, text: { S: 'x'.repeat(300) } };
    await client.send(new PutItemCommand({ TableName: await table, Item }));
  };
}

async function timesOf(count: number, act: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await act();
    times.push(performance.now() - began);
  }
  return times;
}

/** Calls per second of {@link CONNECTIONS} callers that each wait for their answer. */
async function rate(count: number, act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await act();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return (count * 1000) / (performance.now() - began);
}

async function residentMb(endpoint: string): Promise<number> {
  const response = await fetch(`${endpoint}/_local/status`);
  return ((await response.json()) as { resident_mb: number }).resident_mb;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.disconnect();
  await once(child, 'exit');
}

async function main(): Promise<void> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  print(JSON.stringify(await measureCloud(print)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
