import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { AnalysisRequest } from '../src/faces/analysis.ts';
import { analyzeImage } from '../src/faces/analyze-image.ts';
import { type ModelSessions, openModelSessions } from '../src/faces/inference/model-sessions.ts';
import type { ModelName } from '../src/faces/models/model-catalog.ts';

/** Analyses that the service requests of its engine; the cost of an image is that of its networks. */
export const ANALYSES = {
  DetectFaces: { occlusion: true },
  DetectFacesAll: { attributes: true },
  CompareFaces: { embeddings: '7.0' },
  IndexFaces: { embeddings: '7.0' },
  SearchFacesByImage: { embeddings: '7.0', maxFaces: 1 },
} as const satisfies Record<string, Omit<AnalysisRequest, 'image'>>;

export type Analysis = keyof typeof ANALYSES;

/** Networks with nothing around them, in as many processes as the service has workers. */
export interface BareNetworks {
  /** Images a second of all processes together, each busy with the networks of this analysis. */
  imagesPerSecond(analysis: Analysis, images: number): Promise<number>;
  stop(): void;
}

interface Order {
  readonly analysis: Analysis;
  readonly images: number;
}

export async function startBareNetworks(
  processes: number,
  photo: string,
  modelsDir: string,
): Promise<BareNetworks> {
  const children = Array.from({ length: processes }, () =>
    fork(new URL(import.meta.url).pathname, [photo, modelsDir], { execArgv: ['--import', 'tsx'] }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  return {
    async imagesPerSecond(analysis, images) {
      const rates = await Promise.all(
        children.map(async (child) => {
          const answer = once(child, 'message');
          child.send({ analysis, images } satisfies Order);
          const [rate] = (await answer) as [number];
          return rate;
        }),
      );
      return rates.reduce((sum, rate) => sum + rate, 0);
    },
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}

interface Run {
  readonly model: ModelName;
  readonly input: Float32Array;
}

/** Which networks an analysis runs, and on what: noted once, so that only they are left to repeat. */
async function runsOf(sessions: ModelSessions, request: AnalysisRequest): Promise<Run[]> {
  const runs: Run[] = [];
  const noting: ModelSessions = {
    run: (model, input) => {
      // the engine writes its next chip over this one
      runs.push({ model, input: input.slice() });
      return sessions.run(model, input);
    },
  };
  await analyzeImage(noting, request);
  return runs;
}

async function serve(photo: string, modelsDir: string): Promise<void> {
  sharp.concurrency(1);
  const image = await readFile(photo);
  const sessions = openModelSessions(modelsDir);
  const noted = new Map<Analysis, Run[]>();
  for (const [name, request] of Object.entries(ANALYSES)) {
    noted.set(name as Analysis, await runsOf(sessions, { image, ...request }));
  }
  process.on('message', async ({ analysis, images }: Order) => {
    const runs = noted.get(analysis) ?? [];
    const startedAt = performance.now();
    for (let round = 0; round < images; round += 1) {
      for (const { model, input } of runs) await sessions.run(model, input);
    }
    process.send?.((1000 * images) / (performance.now() - startedAt));
  });
  process.send?.('ready');
}

const [, , photo, modelsDir] = process.argv;
if (process.send && photo && modelsDir) await serve(photo, modelsDir);
