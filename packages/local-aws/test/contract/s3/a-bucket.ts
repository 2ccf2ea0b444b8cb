import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { systemClock } from '../../../src/clock.ts';
import { createS3 } from '../../../src/s3/s3.ts';
import { CREDENTIALS, REGION, serveEmulator } from '../../../src/testing/serve-emulator.ts';

/** An S3 to run the contract against, with two buckets made for the suite. */
export interface S3UnderTest {
  readonly client: S3Client;
  readonly bucket: string;
  /** Keeps versions. */
  readonly versioned: string;
  close(): Promise<void>;
}

/** The emulator, or AWS itself with `REMOTE=1` and credentials in the environment. */
export async function anS3(): Promise<S3UnderTest> {
  const suffix = `${Date.now()}-${process.pid}`;
  const names = { bucket: `face-idv-contract-${suffix}`, versioned: `face-idv-contract-v-${suffix}` };
  const remote = process.env.REMOTE === '1';
  const local = remote ? undefined : await aLocalS3(names.versioned);
  const client = local?.client ?? new S3Client({ region: REGION });
  await client.send(new CreateBucketCommand({ Bucket: names.bucket }));
  if (remote) await createVersioned(client, names.versioned);
  return {
    client,
    ...names,
    close: async () => {
      if (remote) for (const Bucket of Object.values(names)) await empty(client, Bucket);
      client.destroy();
      await local?.close();
    },
  };
}

async function createVersioned(client: S3Client, Bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

/** Versions come with a template here, as the product's do. */
async function aLocalS3(versioned: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 's3-contract-'));
  const secretOf = (accessKeyId: string) =>
    accessKeyId === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined;
  const s3 = await createS3({ dataDir, clock: systemClock, region: REGION, secretOf });
  await s3.provision([
    {
      stack: 'Test',
      logicalId: 'Versioned',
      type: 'AWS::S3::Bucket',
      properties: { VersioningConfiguration: { Status: 'Enabled' } },
      ref: versioned,
      arn: `arn:aws:s3:::${versioned}`,
      deletionPolicy: undefined,
    },
  ]);
  const served = await serveEmulator(s3);
  return {
    client: new S3Client({ ...served.clientConfig, forcePathStyle: true, maxAttempts: 1 }),
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function empty(client: S3Client, Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await client.send(new DeleteBucketCommand({ Bucket }));
}
