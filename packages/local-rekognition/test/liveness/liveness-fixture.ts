import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaceEngine } from '../../src/faces/face-engine.ts';
import { createLiveness, type Liveness } from '../../src/liveness/liveness.ts';
import type { SessionResultsResponse } from '../../src/liveness/session-results.ts';
import { ManualClock } from '../../src/testing/manual-clock.ts';
import type { ObjectStore, RekognitionResponse } from '../../src/types.ts';
import { blockFaceEngine } from './block-face-engine.ts';

export interface PutObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly kmsKeyId?: string;
}

export interface LivenessFixture {
  liveness: Liveness;
  readonly clock: ManualClock;
  readonly dataDir: string;
  /** What was written to S3. */
  readonly puts: PutObject[];
  create(input?: unknown): Promise<string>;
  results(id: string): Promise<SessionResultsResponse>;
  /** Puts a photo in front of the session's camera. */
  record(
    id: string,
    photo: Buffer,
    query?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Closes the service and opens it again on the same data, as after a restart. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

const caller = { accessKeyId: undefined, requestId: 'a-request' };

export async function aLiveness(
  options: { engine?: FaceEngine; deniedBucket?: string; startMs?: number } = {},
): Promise<LivenessFixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liveness-'));
  const clock = new ManualClock(options.startMs);
  const puts: PutObject[] = [];
  const objects: ObjectStore = {
    get: () => Promise.reject(new Error('liveness reads no objects')),
    put: async (bucket, key, body, { contentType, kmsKeyId }) => {
      if (bucket === options.deniedBucket) throw new Error('access denied');
      puts.push({ bucket, key, body, contentType, ...(kmsKeyId !== undefined && { kmsKeyId }) });
    },
  };
  const open = () =>
    createLiveness({
      dataDir,
      engine: options.engine ?? blockFaceEngine,
      objects,
      clock,
      region: 'eu-west-1',
    });
  const call = async (name: string, input: unknown): Promise<unknown> =>
    fixture.liveness.operations[name]?.(input, caller);
  const fixture: LivenessFixture = {
    liveness: await open(),
    clock,
    dataDir,
    puts,
    create: async (input = {}) =>
      ((await call('CreateFaceLivenessSession', input)) as { SessionId: string }).SessionId,
    results: async (id) =>
      (await call('GetFaceLivenessSessionResults', { SessionId: id })) as SessionResultsResponse,
    record: async (id, photo, query = '') => {
      const response = await fixture.liveness.admin({
        method: 'PUT',
        url: new URL(`http://localhost/_local/rekognition/liveness-sessions/${id}/recording${query}`),
        headers: {},
        body: photo,
      });
      return bodyOf(response);
    },
    restart: async () => {
      await fixture.liveness.close();
      fixture.liveness = await open();
    },
    dispose: async () => {
      await fixture.liveness.close();
      await rm(dataDir, { recursive: true });
    },
  };
  return fixture;
}

function bodyOf(response: RekognitionResponse | undefined): {
  status: number;
  body: Record<string, unknown>;
} {
  if (!response) throw new Error('the admin path was not answered');
  return { status: response.status, body: JSON.parse(String(response.body)) };
}
