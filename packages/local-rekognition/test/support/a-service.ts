import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { createRekognitionServer } from '../../src/http-server.ts';
import { openRekognition, type Rekognition, type RekognitionOptions } from '../../src/rekognition.ts';
import { anObjectStore } from './an-object-store.ts';
import { aFakeFaceEngine } from './fake-face-engine.ts';
import { ACCOUNT_ID, REGION } from './identity.ts';

/** The service on a free port, and the real SDK client to call it with. */
export interface RunningService {
  readonly client: RekognitionClient;
  readonly rekognition: Rekognition;
  readonly dataDir: string;
  readonly endpoint: string;
  /** Sends a raw request to the service, past the SDK. */
  readonly send: (
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  /** Stops the service and deletes what it kept, unless its data is to be opened again. */
  readonly stop: (options?: { keepData?: boolean }) => Promise<void>;
}

/** Starts a service with a fake engine and without quotas, unless the options say otherwise. */
export async function aService(options: Partial<RekognitionOptions> = {}): Promise<RunningService> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'rekognition-')));
  const rekognition = await openRekognition({
    objects: anObjectStore({}),
    region: REGION,
    accountId: ACCOUNT_ID,
    quotas: 'off',
    engine: aFakeFaceEngine(),
    ...options,
    dataDir,
  });
  const server = createRekognitionServer(rekognition);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new RekognitionClient({
    endpoint,
    region: REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
  return {
    client,
    rekognition,
    dataDir,
    endpoint,
    send: (method, path, body, headers) =>
      fetch(`${endpoint}${path}`, {
        method,
        ...(body === undefined ? {} : { body }),
        ...(headers ? { headers } : {}),
      }),
    stop: async ({ keepData = false } = {}) => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rekognition.close();
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
