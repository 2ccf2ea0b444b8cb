import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogEvent } from '@face-idv/local-aws';
import type { StepReporter } from '../local/demo/step-reporter.ts';
import { demoTokens } from '../local/start/demo-accounts.ts';
import { LOCAL_FOLDER } from '../local/start/places.ts';
import { registerSamplePerson } from '../local/start/register-sample-person.ts';
import { synthesize } from '../local/start/synthesize.ts';
import type { ServerReady } from './cloud-server.ts';

/** Memory of `npm start` and functions that it has to load while people register one after another. */
interface RegistrationFigures {
  readonly registrations: number;
  /** Resident memory when it is ready and nothing was asked yet. */
  readonly rss_mb: number;
  readonly rss_first_mb: number;
  readonly rss_last_mb: number;
  /** Part of `rss_last_mb`: a process with the face engine alone, after a registration's analyses. */
  readonly networks_mb: number;
  readonly cold_starts_first: number;
  /** Of all registrations after the first. */
  readonly cold_starts_warm: number;
  readonly p50_ms: number;
}

const DEFAULT_REGISTRATIONS = 100;
const SHOWN_EVERY = 10;

/** As `npm start`, whose memory is what is measured. */
const { FLAGS, ENVIRONMENT } = createRequire(import.meta.url)('../local/start/launch.cjs') as {
  readonly FLAGS: string[];
  readonly ENVIRONMENT: Readonly<Record<string, string>>;
};
const START = { execArgv: FLAGS, env: { ...ENVIRONMENT, ...process.env } };

const root = fileURLToPath(new URL('..', import.meta.url));
const silent: StepReporter = { run: async (_name, work) => (await work()).value, report: () => {} };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function measureRegistrations(registrations: number): Promise<RegistrationFigures> {
  const networks_mb = await networksMb();
  print(`registration: the face networks alone hold ${networks_mb} MB`);
  const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-registration-'));
  const child = fork(fileURLToPath(new URL('./cloud-server.ts', import.meta.url)), [cdkOut, dataDir], {
    ...START,
  });
  try {
    const [ready] = (await once(child, 'message')) as [ServerReady];
    const stack = { apiUrl: ready.apiUrl, rekognitionEndpoint: ready.endpoint, tokens: demoTokens(ready) };
    const rss: number[] = [await residentMb(ready.endpoint)];
    const times: number[] = [];
    const cold: number[] = [];
    const counted = coldStartCounter(ready.endpoint);
    await counted();
    for (let done = 1; done <= registrations; done += 1) {
      const began = performance.now();
      await registerSamplePerson(stack, silent, () => {});
      times.push(performance.now() - began);
      cold.push(await counted());
      rss.push(await residentMb(ready.endpoint));
      if (done === 1 || done % SHOWN_EVERY === 0)
        print(`registration ${done}: ${rss.at(-1)} MB, ${cold.at(-1)} cold starts`);
    }
    return {
      registrations,
      rss_mb: rss[0] ?? 0,
      rss_first_mb: rss[1] ?? 0,
      rss_last_mb: rss.at(-1) ?? 0,
      networks_mb,
      cold_starts_first: cold[0] ?? 0,
      cold_starts_warm: cold.slice(1).reduce((sum, count) => sum + count, 0),
      p50_ms: Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0),
    };
  } finally {
    child.disconnect();
    await once(child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function networksMb(): Promise<number> {
  const child = fork(fileURLToPath(new URL('./networks-memory.ts', import.meta.url)), {
    ...START,
  });
  const [megabytes] = (await once(child, 'message')) as [number];
  return megabytes;
}

/** Counts the functions that were loaded since the last call, by the lines that Lambda writes of them. */
function coldStartCounter(endpoint: string): () => Promise<number> {
  let after = 0;
  return async () => {
    const response = await fetch(`${endpoint}/_local/logs?group=&after=${after}`);
    const { events } = (await response.json()) as { events: readonly LogEvent[] };
    after = events.at(-1)?.time ?? after;
    return events.filter(({ message }) => message.includes('Init Duration')).length;
  };
}

async function residentMb(endpoint: string): Promise<number> {
  const response = await fetch(`${endpoint}/_local/status`);
  return ((await response.json()) as { resident_mb: number }).resident_mb;
}

const count = process.argv.slice(2).find((word) => /^\d+$/.test(word));
print(JSON.stringify(await measureRegistrations(count ? Number(count) : DEFAULT_REGISTRATIONS)));
