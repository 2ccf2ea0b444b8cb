import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFaceEngine } from '@face-idv/local-rekognition';
import { PORTRAIT } from '@face-idv/local-rekognition/testing/photos';

/** Enough for memory to stay where it is. */
const ROUNDS = 5;

const residentMb = (): number => Math.round(process.memoryUsage.rss() / 1e6);

/** Reports what a registration's networks add to a process: detection, attributes, vectors of a portrait. */
async function main(): Promise<void> {
  const modelsDir = await mkdtemp(join(tmpdir(), 'bench-networks-'));
  const image = await readFile(PORTRAIT);
  const before = residentMb();
  const engine = await openFaceEngine({ modelsDir });
  for (let round = 0; round < ROUNDS; round += 1) {
    await engine.analyze({ image, attributes: true });
    await engine.analyze({ image, embeddings: '7.0' });
  }
  process.send?.(residentMb() - before);
  await engine.close();
  await rm(modelsDir, { recursive: true, force: true });
  process.disconnect();
}

await main();
