import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { AnalysisRequest } from '../src/faces/analysis.ts';
import { analyzeImage } from '../src/faces/analyze-image.ts';
import { openFaceEngine } from '../src/faces/face-engine.ts';
import { type ModelSessions, openModelSessions } from '../src/faces/inference/model-sessions.ts';
import type { ModelName } from '../src/faces/models/model-catalog.ts';
import { PORTRAIT } from '../src/testing/photos.ts';
import { median } from './median.ts';

const MODELS_DIR = join(tmpdir(), 'face-idv-models');
const ROUNDS = 25;
const THROUGHPUT_CALLS = 60;

const REQUESTS = {
  detect: {},
  detect_all: { attributes: true },
  embed: { embeddings: '7.0' },
} as const satisfies Record<string, Partial<AnalysisRequest>>;

export interface FaceFigures {
  /** Median milliseconds of an analysis: faces only, with all attributes, with a vector. */
  readonly detect_ms: number;
  readonly detect_all_ms: number;
  readonly embed_ms: number;
  /** The same against what its networks alone take. */
  readonly detect_model_ratio: number;
  readonly detect_all_model_ratio: number;
  readonly embed_model_ratio: number;
  /** Photos a second, from JPEG to vector, by worker threads. */
  readonly embed_images_per_s_1: number;
  readonly embed_images_per_s_2: number;
  /** Milliseconds until the first answer of a new engine whose models are on disk. */
  readonly first_analysis_ms: number;
}

/** How fast the engine looks at a portrait, alone and against its networks. */
export async function measureFaces(say: (line: string) => void): Promise<FaceFigures> {
  const image = await readFile(PORTRAIT);
  const one = await imagesPerSecond(image, 1);
  const two = await imagesPerSecond(image, 2);
  say(`vectors: ${one.perSecond} photos/s with 1 worker, ${two.perSecond} with 2`);
  const detect = await againstNetworks({ image, ...REQUESTS.detect });
  const detectAll = await againstNetworks({ image, ...REQUESTS.detect_all });
  const embed = await againstNetworks({ image, ...REQUESTS.embed });
  say(`an analysis: ${detect.ms} ms, with attributes ${detectAll.ms} ms, with a vector ${embed.ms} ms`);
  return {
    detect_ms: detect.ms,
    detect_all_ms: detectAll.ms,
    embed_ms: embed.ms,
    detect_model_ratio: detect.ratio,
    detect_all_model_ratio: detectAll.ratio,
    embed_model_ratio: embed.ratio,
    embed_images_per_s_1: one.perSecond,
    embed_images_per_s_2: two.perSecond,
    first_analysis_ms: one.firstMs,
  };
}

/** One more call than workers is under way, so that no worker waits for the next. */
async function imagesPerSecond(
  image: Buffer,
  workers: number,
): Promise<{ perSecond: number; firstMs: number }> {
  const openedAt = performance.now();
  const engine = await openFaceEngine({ modelsDir: MODELS_DIR, workers });
  const analyze = () => engine.analyze({ image, ...REQUESTS.embed });
  await analyze();
  const firstMs = Math.round(performance.now() - openedAt);
  await Promise.all(Array.from({ length: 2 * workers }, analyze));
  let left = THROUGHPUT_CALLS;
  const startedAt = performance.now();
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await analyze();
    }
  };
  await Promise.all(Array.from({ length: workers + 1 }, caller));
  const perSecond = rounded((1000 * THROUGHPUT_CALLS) / (performance.now() - startedAt));
  await engine.close();
  return { perSecond, firstMs };
}

/** Runs in this thread, so that every run of a network can be timed from inside: the rest is overhead. */
async function againstNetworks(request: AnalysisRequest): Promise<{ ms: number; ratio: number }> {
  // as the engine's threads have it
  sharp.concurrency(1);
  sharp.cache(false);
  const sessions = openModelSessions(MODELS_DIR);
  let networksMs = 0;
  const timed: ModelSessions = {
    run: async (model: ModelName, input: Float32Array) => {
      const startedAt = performance.now();
      const results = await sessions.run(model, input);
      networksMs += performance.now() - startedAt;
      return results;
    },
  };
  // the first rounds load and optimize the models, and warm up the code
  for (let round = 0; round < 5; round++) await analyzeImage(timed, request);
  const rounds: { ms: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    networksMs = 0;
    const startedAt = performance.now();
    await analyzeImage(timed, request);
    const ms = performance.now() - startedAt;
    rounds.push({ ms, ratio: ms / networksMs });
  }
  return {
    ms: rounded(median(rounds.map(({ ms }) => ms))),
    ratio: rounded(median(rounds.map(({ ratio }) => ratio))),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
