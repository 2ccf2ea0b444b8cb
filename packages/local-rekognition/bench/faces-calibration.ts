import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FaceModelVersion } from '../src/faces/analysis.ts';
import { type FaceEngine, openFaceEngine } from '../src/faces/face-engine.ts';

/** Photos by person. */
export type PhotoSet = ReadonlyMap<string, readonly string[]>;

export interface Accuracy {
  readonly version: FaceModelVersion;
  readonly photos: number;
  /** Photos in which no face was found. */
  readonly missed: number;
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  /** Shares, 0..1. */
  readonly equalErrorRate: number;
  /** By false accept rate: the cosine that reaches it, and the share of genuine pairs below that cosine. */
  readonly operatingPoints: readonly {
    readonly far: number;
    readonly cosine: number;
    readonly frr: number;
  }[];
}

const FALSE_ACCEPT_RATES = [1e-2, 1e-3, 1e-4, 1e-5];

/** Compares the largest faces of all photos with each other. */
export async function measureAccuracy(
  engine: Pick<FaceEngine, 'analyze'>,
  photos: PhotoSet,
  version: FaceModelVersion,
): Promise<Accuracy> {
  const vectors: { person: string; vector: Float32Array }[] = [];
  let missed = 0;
  for (const [person, files] of photos) {
    for (const file of files) {
      const { faces } = await engine.analyze({
        image: await readFile(file),
        maxFaces: 1,
        embeddings: version,
      });
      const vector = faces[0]?.embedding;
      if (vector === undefined) missed++;
      else vectors.push({ person, vector });
    }
  }
  const genuine: number[] = [];
  const impostor: number[] = [];
  vectors.forEach((a, index) => {
    for (const b of vectors.slice(0, index)) {
      (a.person === b.person ? genuine : impostor).push(cosine(a.vector, b.vector));
    }
  });
  genuine.sort((a, b) => a - b);
  impostor.sort((a, b) => b - a);
  return {
    version,
    photos: vectors.length + missed,
    missed,
    genuinePairs: genuine.length,
    impostorPairs: impostor.length,
    equalErrorRate: equalErrorRate(genuine, impostor),
    operatingPoints: FALSE_ACCEPT_RATES.filter((far) => far * impostor.length >= 1).map((far) => {
      const threshold = impostor[Math.floor(far * impostor.length)] ?? 1;
      return { far, cosine: threshold, frr: shareBelow(genuine, threshold) };
    }),
  };
}

/** Where as large a share of genuine pairs lies below a cosine as of impostor pairs above it. */
function equalErrorRate(genuine: readonly number[], impostor: readonly number[]): number {
  for (const [rank, threshold] of impostor.entries()) {
    const falseAccepts = (rank + 1) / impostor.length;
    const falseRejects = shareBelow(genuine, threshold);
    if (falseAccepts >= falseRejects) return rank === 0 ? falseRejects : (falseAccepts + falseRejects) / 2;
  }
  return 1;
}

/** Share of ascending values at or below a threshold. */
function shareBelow(ascending: readonly number[], threshold: number): number {
  const above = ascending.findIndex((value) => value > threshold);
  return above < 0 ? 1 : above / ascending.length;
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Photos of a folder that has a folder for each person. */
export async function readPhotoSet(folder: string): Promise<PhotoSet> {
  const people = await readdir(folder);
  const photos = await Promise.all(
    people.sort().map(async (person) => {
      const files = (await readdir(join(folder, person))).sort();
      return [person, files.map((file) => join(folder, person, file))] as const;
    }),
  );
  return new Map(photos);
}

/** tsx packages/local-rekognition/bench/faces-calibration.ts <folder of people> <folder for models> */
async function main([folder, modelsDir]: readonly string[]): Promise<void> {
  if (folder === undefined || modelsDir === undefined)
    throw new Error('name a folder of people and one for models');
  const engine = await openFaceEngine({ modelsDir });
  for (const version of ['7.0', '6.0'] as const) {
    const accuracy = await measureAccuracy(engine, await readPhotoSet(folder), version);
    process.stdout.write(`${JSON.stringify(accuracy, null, 2)}\n`);
  }
  await engine.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
