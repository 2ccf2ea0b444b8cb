import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaceEngine, openFaceEngine } from '../../src/faces/face-engine.ts';

/** Kept between runs: what is in it is named after all that it is made of. */
export const MODELS_DIR = join(tmpdir(), 'face-idv-models');

export async function anEngine(workers = 1): Promise<FaceEngine> {
  return openFaceEngine({ modelsDir: MODELS_DIR, workers });
}
