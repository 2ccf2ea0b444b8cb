import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { faceModel } from './face-model.ts';

export interface PageFile {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Values that the page fetches as `session.json`. */
export interface PageSession {
  readonly sessionId: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Origin of the stream; AWS's without it. */
  readonly endpointOverride?: string;
  /** Whether the person sees the instructions and begins by a button. @default false */
  readonly showStartScreen?: boolean;
}

/** Result that the component reported to the page, which posts it as `outcome`. */
export interface PageOutcome {
  readonly kind: 'complete' | 'error' | 'canceled';
  readonly state?: string;
  readonly name?: string;
  readonly message?: string;
}

const WASM_FILES = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];
const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Liveness</title><link rel="stylesheet" href="page.css"></head><body><div id="root"></div><script type="module" src="page.js"></script></body></html>`;

/**
 * Builds every file that the page loads, by path relative to it: code, models and WebAssembly come from npm
 * packages, so it asks nobody but its own server, and the stream's.
 */
export async function livenessPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.js', import.meta.url))],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'warning',
  });
  const bundled = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const { model, weights } = await faceModel();
  const require = createRequire(import.meta.url);
  const wasmDir = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  const wasm = async (name: string): Promise<[string, PageFile]> => [
    `wasm/${name}`,
    { type: 'application/wasm', body: await readFile(join(wasmDir, name)) },
  ];
  return new Map<string, PageFile>([
    ['', { type: 'text/html', body: HTML }],
    ['page.js', { type: 'text/javascript', body: bundled('.js') }],
    ['page.css', { type: 'text/css', body: bundled('.css') }],
    ['face-model/model.json', { type: 'application/json', body: JSON.stringify(model) }],
    ['face-model/weights.bin', { type: 'application/octet-stream', body: weights }],
    ...(await Promise.all(WASM_FILES.map(wasm))),
  ]);
}
