import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createRekognitionServer,
  type FaceEngine,
  openRekognition,
  openS3Objects,
} from '@face-idv/local-rekognition';

export interface StandaloneRekognitionOptions {
  readonly dataDir: string;
  readonly region: string;
  readonly accountId: string;
  /** Port on the loopback interface; 0 picks a free one. */
  readonly port: number;
  /** CollectionId -> tags. */
  readonly collections: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** @default - the real engine */
  readonly engine?: FaceEngine;
}

/** The local Rekognition next to another emulator. */
export interface StandaloneRekognition {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Serves the local Rekognition with the collections that templates declare. It reads images from the S3 of
 * AWS_ENDPOINT_URL, with the credentials of this process.
 */
export async function startStandaloneRekognition(
  options: StandaloneRekognitionOptions,
): Promise<StandaloneRekognition> {
  const { dataDir, region, accountId, port, collections, engine } = options;
  const rekognition = await openRekognition({
    dataDir,
    objects: openS3Objects(region),
    region,
    accountId,
    ...(engine ? { engine } : {}),
  });
  try {
    for (const [id, tags] of Object.entries(collections)) await rekognition.ensureCollection(id, tags);
    const server = createRekognitionServer(rekognition);
    const endpoint = `http://127.0.0.1:${await listen(server, port)}`;
    return {
      endpoint,
      close: async () => {
        server.close();
        server.closeAllConnections();
        await rekognition.close();
      },
    };
  } catch (error) {
    await rekognition.close();
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
