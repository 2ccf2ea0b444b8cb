import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { systemClock } from '../../src/clock.ts';
import { type FaceEngine, openFaceEngine } from '../../src/faces/face-engine.ts';
import { createLiveness, type Liveness, LOCAL_CREDENTIALS } from '../../src/liveness/liveness.ts';
import { localCertificate } from '../../src/liveness/local-certificate.ts';
import type { ChallengeType } from '../../src/liveness/session.ts';
import type { SessionResultsResponse } from '../../src/liveness/session-results.ts';
import { type Person, type Scene, writeCameraFile } from './camera-file.ts';
import { CHROMIUM } from './chromium.ts';
import { faceModel } from './face-model.ts';

/** Somebody in front of a camera that the browser itself plays from a file. */
export type FilmedSubject = Omit<Scene, 'person' | 'bystander' | 'successor'> & {
  readonly kind: 'filmed';
  readonly person: Buffer;
  readonly bystander?: Buffer;
  readonly successor?: Buffer;
};

/**
 * Somebody who does what the component says, and whose face takes on the light of the screen: `camera.js`.
 */
export interface LitSubject {
  readonly kind: 'lit';
  readonly person: Buffer;
  /** Share of the screen's light that the face throws back. */
  readonly reflects: number;
}

export type BrowserSubject = FilmedSubject | LitSubject;

/** What the component told the page. */
export interface PageOutcome {
  readonly kind: 'complete' | 'error' | 'cancelled';
  readonly state?: string;
  readonly name?: string;
  readonly message?: string;
}

export interface BrowserCheck {
  create(challenge: ChallengeType): Promise<string>;
  results(sessionId: string): Promise<SessionResultsResponse>;
  /** Everything that the service tells the person at the keyboard about a session. */
  explanation(sessionId: string): Promise<Record<string, unknown>>;
  /** Opens the page with the component for a session, and returns once it is over. */
  run(sessionId: string, subject: BrowserSubject, region?: string): Promise<PageOutcome>;
  dispose(): Promise<void>;
}

export const REGION = 'eu-west-1';
/** Converted models, kept between runs: they depend on nothing but the packages that they come from. */
const MODELS_DIR = join(tmpdir(), 'face-idv-models');
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // the certificate's authority is trusted by nobody but this run
  '--ignore-certificate-errors',
];
const RUN_TIMEOUT_MS = 60_000;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const WASM_DIR = dirname(
  createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
);
const caller = { accessKeyId: undefined, requestId: 'a-request' };

/** The service, the component's page and a browser, all on this machine. */
export async function aBrowserCheck(): Promise<BrowserCheck> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liveness-browser-'));
  const engine = await openFaceEngine({ modelsDir: MODELS_DIR });
  const liveness = await createLiveness({
    dataDir,
    engine,
    clock: systemClock,
    region: REGION,
    objects: {
      get: () => Promise.reject(new Error('liveness reads no objects')),
      put: () => Promise.reject(new Error('no session of these tests has a bucket')),
    },
  });
  const { cert, key } = await localCertificate(join(dataDir, 'tls'), Date.now());
  const files = await pageFiles();
  const server = createServer({ cert, key }, (request, response) => answer(files, request, response));
  server.on('upgrade', (request, socket, head) => liveness.upgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const call = (name: string, input: unknown) => liveness.operations[name]?.(input, caller);
  return {
    create: async (Type) => {
      const input = { Settings: { AuditImagesLimit: 4, ChallengePreferences: [{ Type }] } };
      return ((await call('CreateFaceLivenessSession', input)) as { SessionId: string }).SessionId;
    },
    results: async (SessionId) =>
      (await call('GetFaceLivenessSessionResults', { SessionId })) as SessionResultsResponse,
    explanation: (id) => explanation(liveness, id),
    run: async (sessionId, subject, region = REGION) => {
      const { browser, page } = await openBrowser(subject, engine, dataDir);
      try {
        const session = { sessionId, region, credentials: LOCAL_CREDENTIALS };
        await page.goto(`${origin}/?session=${encodeURIComponent(JSON.stringify(session))}`);
        const outcome = await page.waitForFunction('globalThis.outcome', undefined, {
          timeout: RUN_TIMEOUT_MS,
        });
        return (await outcome.jsonValue()) as PageOutcome;
      } finally {
        await browser.close();
      }
    },
    dispose: async () => {
      server.close();
      server.closeAllConnections();
      await liveness.close();
      await engine.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A browser that sees the subject through its camera. */
async function openBrowser(
  subject: BrowserSubject,
  engine: FaceEngine,
  dataDir: string,
): Promise<{ browser: Browser; page: Page }> {
  const found = async (photo: Buffer): Promise<Person> => {
    const { faces } = await engine.analyze({ image: photo, maxFaces: 1 });
    const [face] = faces;
    if (!face) throw new Error('the photo of the subject shows no face');
    return { photo, face: face.box };
  };
  const cameraArguments = async (): Promise<string[]> => {
    if (subject.kind === 'lit') return [];
    const { bystander, successor, comesCloser } = subject;
    const file = join(dataDir, 'camera.mjpeg');
    await writeCameraFile(file, {
      person: await found(subject.person),
      comesCloser,
      ...(bystander && { bystander: await found(bystander) }),
      ...(successor && { successor: await found(successor) }),
    });
    return [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ];
  };
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGUMENTS, ...(await cameraArguments())],
  });
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1000, height: 800 },
  });
  if (subject.kind === 'lit') {
    const { photo, face } = await found(subject.person);
    const url = `data:image/jpeg;base64,${photo.toString('base64')}`;
    await context.addInitScript(
      `globalThis.subject = ${JSON.stringify({ url, face, reflects: subject.reflects })};`,
    );
    await context.addInitScript({ path: here('camera.js') });
  }
  return { browser, page: await context.newPage() };
}

interface PageFile {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Everything that the page loads, by path: it asks nobody else for anything. */
async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: [here('page.js')],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  });
  const bundled = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const { model, weights } = await faceModel();
  const wasm = async (name: string): Promise<[string, PageFile]> => [
    `/wasm/${name}`,
    { type: 'application/wasm', body: await readFile(join(WASM_DIR, name)) },
  ];
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Liveness</title><link rel="stylesheet" href="/page.css"></head><body><div id="root"></div><script type="module" src="/page.js"></script></body></html>`;
  return new Map<string, PageFile>([
    ['/', { type: 'text/html', body: html }],
    ['/page.js', { type: 'text/javascript', body: bundled('.js') }],
    ['/page.css', { type: 'text/css', body: bundled('.css') }],
    ['/face-model/model.json', { type: 'application/json', body: JSON.stringify(model) }],
    ['/face-model/weights.bin', { type: 'application/octet-stream', body: weights }],
    ...(await Promise.all(
      ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map(
        wasm,
      ),
    )),
  ]);
}

function answer(
  files: ReadonlyMap<string, PageFile>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const file = files.get(new URL(request.url ?? '/', 'https://localhost').pathname);
  if (file) response.writeHead(200, { 'content-type': file.type }).end(file.body);
  else response.writeHead(404).end();
}

async function explanation(liveness: Liveness, id: string): Promise<Record<string, unknown>> {
  const url = new URL(`http://localhost/_local/rekognition/liveness-sessions/${id}`);
  const response = await liveness.admin({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  return JSON.parse(String(response?.body));
}
