import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaceEngine, openFaceEngine } from '../../src/faces/face-engine.ts';
import { WorkerPool } from '../../src/faces/inference/worker-pool.ts';
import { anEngine, MODELS_DIR } from './an-engine.ts';
import { FRANCK } from './photos.ts';

/** Calls that the worker of this test takes as an order to end. */
const EXITS = 2;
const THROWS = 4;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function opened(opening: Promise<FaceEngine>): Promise<FaceEngine> {
  const engine = await opening;
  cleanups.push(() => engine.close());
  return engine;
}

describe('a pool of face workers', () => {
  it('answers many calls with few threads', { timeout: 120_000 }, async () => {
    const engine = await opened(anEngine(2));
    const image = await readFile(FRANCK);
    const analyses = await Promise.all(Array.from({ length: 6 }, () => engine.analyze({ image })));
    expect(analyses.map(({ faces }) => faces.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('rejects the calls of a closed engine, those in line too', async () => {
    const engine = await anEngine();
    const image = await readFile(FRANCK);
    const running = engine.analyze({ image });
    const waiting = engine.analyze({ image });
    const settled = Promise.allSettled([running, waiting]);
    await engine.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(engine.analyze({ image })).rejects.toThrow(/closed/);
  });

  it('tells a fault from a bad image, and goes on', { timeout: 120_000 }, async () => {
    const engine = await opened(anEngine());
    const image = await readFile(FRANCK);
    // fewer pixels than a frame of this size has: only a caller's mistake makes one
    const frame = { data: new Uint8Array(5), width: 1000, height: 1000 };
    await expect(engine.analyze({ image: frame })).rejects.not.toMatchObject({ name: 'ImageError' });
    expect((await engine.analyze({ image })).faces).toHaveLength(1);
  });
});

describe('a worker that ends', () => {
  it('fails its own call only, and is replaced', async () => {
    const pool = new WorkerPool(
      1,
      { modelsDir: MODELS_DIR },
      new URL('./mortal-worker.mjs', import.meta.url),
    );
    cleanups.push(() => pool.close());
    const image = Buffer.alloc(0);
    const calls = [
      pool.analyze({ image, maxFaces: 1 }),
      pool.analyze({ image, maxFaces: EXITS }),
      pool.analyze({ image, maxFaces: 3 }),
      pool.analyze({ image, maxFaces: THROWS }),
      pool.analyze({ image, maxFaces: 5 }),
    ];
    const outcomes = await Promise.allSettled(calls);

    expect(
      outcomes.map((outcome) =>
        outcome.status === 'fulfilled' ? outcome.value.width : outcome.reason.message,
      ),
    ).toEqual([
      1,
      'a thread of the face engine ended with code 3',
      3,
      'a thread of the face engine failed',
      5,
    ]);
  });
});

describe('the models', () => {
  it('are converted once, also by two engines at a time', { timeout: 120_000 }, async () => {
    const modelsDir = await mkdtemp(join(tmpdir(), 'face-models-'));
    cleanups.push(() => rm(modelsDir, { recursive: true }));
    const [one, other] = await Promise.all([
      opened(openFaceEngine({ modelsDir })),
      opened(openFaceEngine({ modelsDir })),
    ]);
    const image = await readFile(FRANCK);
    const [a, b] = await Promise.all([one.analyze({ image }), other.analyze({ image })]);

    expect(a).toEqual(b);
    expect((await readdir(modelsDir)).sort()).toEqual([
      expect.stringMatching(/^blazeface-[0-9a-f]{16}\.onnx$/),
      expect.stringMatching(/^facemesh-[0-9a-f]{16}\.onnx$/),
    ]);
  });

  it('are converted again when what was kept of them is damaged', { timeout: 120_000 }, async () => {
    const modelsDir = await mkdtemp(join(tmpdir(), 'face-models-'));
    cleanups.push(() => rm(modelsDir, { recursive: true }));
    const image = await readFile(FRANCK);
    await (await opened(openFaceEngine({ modelsDir }))).analyze({ image });
    for (const file of await readdir(modelsDir)) await truncate(join(modelsDir, file), 1000);

    expect((await (await opened(openFaceEngine({ modelsDir }))).analyze({ image })).faces).toHaveLength(1);
  });

  it('fails when they cannot be kept', { timeout: 120_000 }, async () => {
    const engine = await opened(openFaceEngine({ modelsDir: join(FRANCK, 'models') }));
    await expect(engine.analyze({ image: await readFile(FRANCK) })).rejects.toThrow(/could not be analyzed/);
    expect(MODELS_DIR).not.toContain(FRANCK);
  });
});
