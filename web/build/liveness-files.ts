import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { faceModel } from '@face-idv/local-rekognition/testing/liveness-page/face-model';

const WASM_FILES = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];

/**
 * Returns what the liveness component loads at run time, by path in the site: WebAssembly and the model
 * that finds faces, both from npm packages, so that the page asks no other origin for code.
 */
export async function livenessFiles(): Promise<ReadonlyMap<string, string | Buffer>> {
  const require = createRequire(import.meta.url);
  const wasmDir = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  const { model, weights } = await faceModel();
  return new Map<string, string | Buffer>([
    ['liveness/model.json', JSON.stringify(model)],
    ['liveness/weights.bin', weights],
    ...(await Promise.all(
      WASM_FILES.map(async (name) => [`liveness/${name}`, await readFile(join(wasmDir, name))] as const),
    )),
  ]);
}
