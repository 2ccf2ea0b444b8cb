import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { systemClock } from '../../src/clock.ts';
import { type FaceEngine, openFaceEngine } from '../../src/faces/face-engine.ts';
import { createLiveness, type Liveness, LOCAL_CREDENTIALS } from '../../src/liveness/liveness.ts';
import { localCertificate } from '../../src/liveness/local-certificate.ts';
import type { ChallengeType } from '../../src/liveness/session.ts';
import type { SessionResultsResponse } from '../../src/liveness/session-results.ts';
import { CHROMIUM } from '../../src/testing/chromium.ts';
import {
  livenessPageFiles,
  type PageFile,
  type PageOutcome,
  type PageSession,
} from '../../src/testing/liveness-page/page-files.ts';
import { type Person, type Scene, writeCameraFile } from './camera-file.ts';

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
  const cameraFiles = createCameraFiles(engine, dataDir);
  const { cert, key } = await localCertificate(join(dataDir, 'tls'), Date.now());
  const files = await livenessPageFiles();
  let session: PageSession | undefined;
  const server = createServer({ cert, key }, (request, response) =>
    answer(files, session, request, response),
  );
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
      const { browser, page } = await openBrowser(subject, cameraFiles);
      try {
        session = { sessionId, region, credentials: LOCAL_CREDENTIALS, endpointOverride: origin };
        await page.goto(`${origin}/`);
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

interface CameraFiles {
  /** Finds the face of a photo. */
  found(photo: Buffer): Promise<Person>;
  /** Writes what a camera sees, once for each scene: it takes a few seconds. */
  fileOf(subject: FilmedSubject): Promise<string>;
}

function createCameraFiles(engine: FaceEngine, dataDir: string): CameraFiles {
  const files = new Map<string, Promise<string>>();
  const found = async (photo: Buffer): Promise<Person> => {
    const { faces } = await engine.analyze({ image: photo, maxFaces: 1 });
    const [face] = faces;
    if (!face) throw new Error('the photo of the subject shows no face');
    return { photo, face: face.box };
  };
  const write = async ({ person, comesCloser, bystander, successor }: FilmedSubject, name: string) => {
    const file = join(dataDir, `${name}.mjpeg`);
    await writeCameraFile(file, {
      person: await found(person),
      comesCloser,
      ...(bystander && { bystander: await found(bystander) }),
      ...(successor && { successor: await found(successor) }),
    });
    return file;
  };
  return {
    found,
    fileOf: (subject) => {
      const scene = createHash('sha256').update(JSON.stringify(subject)).digest('hex');
      const file = files.get(scene) ?? write(subject, scene);
      files.set(scene, file);
      return file;
    },
  };
}

/** A browser that sees the subject through its camera. */
async function openBrowser(
  subject: BrowserSubject,
  cameraFiles: CameraFiles,
): Promise<{ browser: Browser; page: Page }> {
  const cameraArguments = async (): Promise<string[]> => {
    if (subject.kind === 'lit') return [];
    return [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${await cameraFiles.fileOf(subject)}`,
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
    const { photo, face } = await cameraFiles.found(subject.person);
    const url = `data:image/jpeg;base64,${photo.toString('base64')}`;
    await context.addInitScript(
      `globalThis.subject = ${JSON.stringify({ url, face, reflects: subject.reflects })};`,
    );
    await context.addInitScript({ path: here('camera.js') });
  }
  return { browser, page: await context.newPage() };
}

function answer(
  files: ReadonlyMap<string, PageFile>,
  session: PageSession | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = new URL(request.url ?? '/', 'https://localhost').pathname.slice(1);
  const file =
    path === 'session.json' ? { type: 'application/json', body: JSON.stringify(session) } : files.get(path);
  if (file) response.writeHead(200, { 'content-type': file.type }).end(file.body);
  else response.writeHead(404).end();
}

async function explanation(liveness: Liveness, id: string): Promise<Record<string, unknown>> {
  const url = new URL(`http://localhost/_local/rekognition/liveness-sessions/${id}`);
  const response = await liveness.admin({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  return JSON.parse(String(response?.body));
}
