import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { createS3 } from '../s3/s3.ts';
import { CREDENTIALS, REGION, type ServedEmulator, serveEmulator } from './serve-emulator.ts';

/** Serves an S3 without buckets from a folder of its own, which goes when it is closed. */
export async function serveS3(): Promise<ServedEmulator> {
  const dataDir = await mkdtemp(join(tmpdir(), 's3-'));
  const secretOf = (accessKeyId: string) =>
    accessKeyId === CREDENTIALS.accessKeyId ? CREDENTIALS.secretAccessKey : undefined;
  const served = await serveEmulator(
    await createS3({ dataDir, clock: systemClock, region: REGION, secretOf }),
  );
  return {
    ...served,
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
