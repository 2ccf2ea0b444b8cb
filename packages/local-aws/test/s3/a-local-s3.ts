import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { createDispatcher } from '../../src/dispatcher.ts';
import type { TemplateResource } from '../../src/emulator.ts';
import { OWNER } from '../../src/principal.ts';
import { createS3, type S3, type S3Options } from '../../src/s3/s3.ts';
import { listen } from '../../src/server.ts';

export const BUCKET = 'evidence';
export const CREDENTIALS = { accessKeyId: 'LOCAL', secretAccessKey: 'LOCALSECRET' };
export const REGION = 'us-east-1';

export interface TestS3 {
  readonly s3: S3;
  readonly client: S3Client;
  readonly clock: ManualClock;
  readonly endpoint: string;
  readonly dataDir: string;
  close(): Promise<void>;
}

/**
 * A local S3 behind the real server, with one bucket; the
 * clock starts at the real time, as signers' clocks do.
 */
export async function aLocalS3(
  properties: Record<string, unknown> = {},
  options: Partial<S3Options> = {},
): Promise<TestS3> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 's3-')));
  const clock = new ManualClock(Date.now());
  const secretOf = (accessKeyId: string) =>
    accessKeyId === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined;
  const s3 = await createS3({ dataDir, clock, region: REGION, secretOf, ...options });
  await s3.provision([aBucket(properties)]);
  const server = await listen(0);
  const dispatcher = createDispatcher({
    emulators: [s3],
    authorizer: { principalOf: () => OWNER, authorize: () => {} },
    isStage: () => false,
    log: () => {},
  });
  server.serve({ handle: dispatcher.handle, upgrade: (_request, socket) => socket.destroy() });
  const client = new S3Client({
    endpoint: server.endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    s3,
    client,
    clock,
    endpoint: server.endpoint,
    dataDir,
    close: async () => {
      client.destroy();
      await server.close();
      await s3.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

export const aBucket = (properties: Record<string, unknown> = {}): TemplateResource => ({
  stack: 'Data',
  logicalId: 'Evidence',
  type: 'AWS::S3::Bucket',
  ref: BUCKET,
  arn: `arn:aws:s3:::${BUCKET}`,
  deletionPolicy: 'Retain',
  properties,
});
