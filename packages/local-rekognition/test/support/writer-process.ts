/*
 * A process that is meant to be killed: it indexes faces, makes users and deletes some of both as fast as it
 * can, and says on stdout what was acknowledged to it, one JSON line each.
 */
import { Buffer } from 'node:buffer';
import { openRekognition } from '../../src/rekognition.ts';
import { anObjectStore } from './an-object-store.ts';
import { aFakeFaceEngine, aPortraitOf } from './fake-face-engine.ts';
import { ACCOUNT_ID, REGION } from './identity.ts';

const [dataDir = '', prefix = ''] = process.argv.slice(2);

const rekognition = await openRekognition({
  dataDir,
  objects: anObjectStore({}),
  region: REGION,
  accountId: ACCOUNT_ID,
  quotas: 'off',
  engine: aFakeFaceEngine(),
});

async function call(operation: string, input: Record<string, unknown>) {
  const { status, body } = await rekognition.handle({
    method: 'POST',
    url: new URL('http://localhost/'),
    headers: { 'x-amz-target': `RekognitionService.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
  });
  if (status !== 200) throw new Error(`${operation}: ${body}`);
  return JSON.parse(body.toString());
}

/** Written with one system call, so that a kill leaves no half of a line behind what was acknowledged. */
const acknowledged = (fact: Record<string, string>) => process.stdout.write(`${JSON.stringify(fact)}\n`);

async function work(worker: number): Promise<never> {
  for (let round = 0; ; round += 1) {
    const person = `${prefix}-${worker}-${round}`;
    const Image = { Bytes: aPortraitOf(person).toString('base64') };
    const indexed = await call('IndexFaces', { CollectionId: 'people', Image, ExternalImageId: person });
    const faceId = indexed.FaceRecords[0].Face.FaceId as string;
    acknowledged({ indexed: faceId, person });
    if (round % 3 === 0) {
      await call('CreateUser', { CollectionId: 'people', UserId: person });
      acknowledged({ created: person });
      await call('AssociateFaces', { CollectionId: 'people', UserId: person, FaceIds: [faceId] });
      acknowledged({ associated: faceId, user: person });
    } else if (round % 3 === 1) {
      // said before it is asked for: a kill in between leaves it open whether the face is there
      acknowledged({ deleting: faceId });
      await call('DeleteFaces', { CollectionId: 'people', FaceIds: [faceId] });
      acknowledged({ deleted: faceId });
    }
  }
}

await call('CreateCollection', { CollectionId: 'people' }).catch(() => {});
acknowledged({ ready: prefix });
await Promise.all([work(0), work(1), work(2)]);
