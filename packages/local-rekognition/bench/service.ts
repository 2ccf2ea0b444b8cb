import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { openFaceEngine } from '../src/faces/face-engine.ts';
import { PORTRAIT } from '../src/testing/photos.ts';
import { median } from './median.ts';
import { type Analysis, startBareNetworks } from './networks.ts';

/** How the whole service does, over HTTP, in a process of its own. */
export interface ServiceFigures {
  /** From the start of the process, models converted before, to the first answer. */
  readonly ready_ms: number;
  /** From the start of the process to the first described face. */
  readonly first_face_ms: number;
  /** Resident memory of the service with one worker after all the calls. */
  readonly rss_mb: number;
  /** Median time of a DetectFaces call over that of the engine's own analysis of the same photo. */
  readonly http_overhead_ratio: number;
  /** Images a second by operation, with one worker and with two. */
  readonly images_per_s_1: Rates;
  readonly images_per_s_2: Rates;
  /** Images a second of their networks alone over these: 1 is a service that costs nothing. */
  readonly overhead_ratio_1: Rates;
  readonly overhead_ratio_2: Rates;
}

type Rates = Readonly<Record<Analysis, number>>;

const SERVICE = new URL('../src/main.ts', import.meta.url).pathname;
const CALLS = 40;
const ROUNDS = 3;

interface Call {
  readonly operation: string;
  /** That it looks at. */
  readonly images: number;
  readonly input: (image: object) => object;
}

const CALLS_OF: Readonly<Record<Analysis, Call>> = {
  DetectFaces: {
    operation: 'DetectFaces',
    images: 1,
    input: (Image) => ({ Image, Attributes: ['DEFAULT', 'FACE_OCCLUDED'] }),
  },
  DetectFacesAll: {
    operation: 'DetectFaces',
    images: 1,
    input: (Image) => ({ Image, Attributes: ['ALL'] }),
  },
  CompareFaces: {
    operation: 'CompareFaces',
    images: 2,
    input: (image) => ({ SourceImage: image, TargetImage: image }),
  },
  IndexFaces: { operation: 'IndexFaces', images: 1, input: (Image) => ({ CollectionId: 'bench', Image }) },
  SearchFacesByImage: {
    operation: 'SearchFacesByImage',
    images: 1,
    input: (Image) => ({ CollectionId: 'bench', Image }),
  },
};

export async function measureService(progress: (line: string) => void): Promise<ServiceFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rekognition-bench-'));
  try {
    // the first start converts the models, once in the life of an installation: it is not what is measured
    await (await start(dataDir, 1)).stop();
    const single = await measureSingle(dataDir);
    progress(`service: first answer after ${single.ready_ms} ms, then ${single.rss_mb} MB`);
    progress(`service: DetectFaces takes ${single.http_overhead_ratio} times the engine's own time`);
    progress(`service: images/s with one worker ${JSON.stringify(single.images_per_s_1)}`);
    const double = await start(dataDir, 2);
    const two = await throughput(double, 2, dataDir);
    await double.stop();
    progress(`service: images/s with two workers ${JSON.stringify(two.rates)}`);
    return {
      ...single,
      images_per_s_2: two.rates,
      overhead_ratio_2: two.overheads,
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Measures a service with one worker. */
async function measureSingle(dataDir: string) {
  const service = await start(dataDir, 1);
  const one = await throughput(service, 1, dataDir);
  const rss_mb = await residentMegabytes(service.process);
  const http_overhead_ratio = await overheadOf(service, join(dataDir, 'models'));
  await service.stop();
  return {
    ready_ms: service.readyMs,
    first_face_ms: service.firstFaceMs,
    rss_mb,
    http_overhead_ratio,
    images_per_s_1: one.rates,
    overhead_ratio_1: one.overheads,
  };
}

/** Calls and bare analyses take turns, so that both run under the same conditions. */
async function overheadOf(service: RunningService, modelsDir: string): Promise<number> {
  const engine = await openFaceEngine({ modelsDir });
  try {
    const image = await readFile(PORTRAIT);
    const Image = await photo();
    const rounds: { readonly callMs: number; readonly analysisMs: number }[] = [];
    for (let round = 0; round <= CALLS; round += 1) {
      const callMs = await timed(() => service.call('DetectFaces', { Image, Attributes: ['ALL'] }));
      const analysisMs = await timed(() => engine.analyze({ image, attributes: true }));
      rounds.push({ callMs, analysisMs });
    }
    // the first round loads the engine's models
    const [, ...warm] = rounds;
    const ratio = median(warm.map(({ callMs }) => callMs)) / median(warm.map(({ analysisMs }) => analysisMs));
    return Math.round(ratio * 100) / 100;
  } finally {
    await engine.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

interface RunningService {
  readonly process: ChildProcess;
  readonly readyMs: number;
  readonly firstFaceMs: number;
  readonly call: (operation: string, input: object) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function start(dataDir: string, workers: number): Promise<RunningService> {
  const startedAt = performance.now();
  const sinceStart = () => Math.round(performance.now() - startedAt);
  const ports = ['--port', '0', '--tls-port', '0'];
  const options = [...ports, '--data', dataDir, '--workers', String(workers), '--quotas', 'off'];
  const child = spawn(process.execPath, ['--import', 'tsx', SERVICE, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  while (!/http:\/\/[^ ]+/.test(output)) {
    const [piece] = (await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => {
        throw new Error(`the service ended before it was ready: ${output}`);
      }),
    ])) as [Buffer];
    output += piece;
  }
  const endpoint = /http:\/\/[^ ]+/.exec(output)?.[0] ?? '';
  // as the SDKs connect; fetch would add its own time, about a millisecond a call, to the service's
  const agent = new Agent({ keepAlive: true });
  const call = async (operation: string, input: object) => {
    const body = JSON.stringify(input);
    const headers = {
      'x-amz-target': `RekognitionService.${operation}`,
      'content-length': Buffer.byteLength(body),
    };
    const [response] = (await once(
      request(endpoint, { method: 'POST', agent, headers }).end(body),
      'response',
    )) as [IncomingMessage];
    const answer = await text(response);
    if (response.statusCode !== 200) throw new Error(`${operation}: ${answer}`);
  };
  await call('ListCollections', {});
  const readyMs = sinceStart();
  await call('DetectFaces', { Image: await photo() });
  return {
    process: child,
    readyMs,
    firstFaceMs: sinceStart(),
    call,
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Of each operation, and of its networks alone before and after it. */
async function throughput(
  service: RunningService,
  workers: number,
  dataDir: string,
): Promise<{ rates: Rates; overheads: Rates }> {
  await service.call('CreateCollection', { CollectionId: 'bench' });
  const bare = await startBareNetworks(workers, PORTRAIT, join(dataDir, 'models'));
  const measured: [Analysis, { rate: number; overhead: number }][] = [];
  for (const analysis of Object.keys(CALLS_OF) as Analysis[]) {
    const rounds: { rate: number; overhead: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await bare.imagesPerSecond(analysis, CALLS);
      const rate = await rateOf(service, workers, CALLS_OF[analysis]);
      const after = await bare.imagesPerSecond(analysis, CALLS);
      rounds.push({ rate, overhead: (before + after) / 2 / rate });
    }
    const [rate, overhead] = [rounds.map((round) => round.rate), rounds.map((round) => round.overhead)];
    measured.push([analysis, { rate: median(rate), overhead: median(overhead) }]);
  }
  bare.stop();
  await service.call('DeleteCollection', { CollectionId: 'bench' });
  const table = (value: (figures: { rate: number; overhead: number }) => number) =>
    Object.fromEntries(measured.map(([analysis, figures]) => [analysis, value(figures)])) as Rates;
  return {
    rates: table(({ rate }) => Math.round(10 * rate) / 10),
    overheads: table(({ overhead }) => Math.round(100 * overhead) / 100),
  };
}

/**
 * Images a second, with one call more at a time than there are workers: none of them waits for the network.
 */
async function rateOf(service: RunningService, workers: number, { operation, images, input }: Call) {
  const image = await photo();
  // every worker loads the networks of this operation
  await Promise.all(Array.from({ length: 2 * workers }, () => service.call(operation, input(image))));
  let left = CALLS;
  const startedAt = performance.now();
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await service.call(operation, input(image));
    }
  };
  await Promise.all(Array.from({ length: workers + 1 }, caller));
  return (1000 * CALLS * images) / (performance.now() - startedAt);
}

async function photo(): Promise<{ readonly Bytes: string }> {
  return { Bytes: (await readFile(PORTRAIT)).toString('base64') };
}

async function residentMegabytes({ pid }: ChildProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Math.round(Number(stdout) / 1024);
}
