import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACE_OPERATIONS } from '../src/operations/operations.ts';
import { openRekognition, type Rekognition } from '../src/rekognition.ts';
import type { RekognitionRequest } from '../src/types.ts';
import { anObjectStore } from './support/an-object-store.ts';
import { aDrawing, aFakeFaceEngine, aPortraitOf } from './support/fake-face-engine.ts';
import { ACCOUNT_ID, REGION } from './support/identity.ts';

/** Requests of each kind; 24,000 in all. */
const RUNS = 6000;

/** Far longer than any answer takes: what is not answered by then hangs. */
const HANG_MS = 5000;

let dataDir: string;
let rekognition: Rekognition;
const faults: Error[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rekognition-fuzz-'));
  rekognition = await openRekognition({
    dataDir,
    objects: anObjectStore({ 'photos/ada.jpg': aPortraitOf('ada') }),
    region: REGION,
    accountId: ACCOUNT_ID,
    quotas: 'off',
    engine: aFakeFaceEngine(),
    onFault: (fault) => faults.push(fault),
  });
});
afterAll(async () => {
  await rekognition.close();
  await rm(dataDir, { recursive: true, force: true });
});

const request = (target: string, body: Buffer, path = '/', method = 'POST'): RekognitionRequest => ({
  method,
  url: new URL(path, 'http://localhost'),
  headers: { 'x-amz-target': target },
  body,
});

/** Answers, in time, with JSON and with no 5xx: nobody has injected any. */
async function expectSaneAnswer(sent: RekognitionRequest): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the service hangs')), HANG_MS);
  });
  try {
    const { status, body } = await Promise.race([rekognition.handle(sent), hang]);
    expect(status, `${faults.at(-1)?.stack}`).toBeLessThan(500);
    expect(() => JSON.parse(body.toString())).not.toThrow();
  } finally {
    clearTimeout(timer);
  }
}

const operation = fc.constantFrom(
  ...FACE_OPERATIONS,
  'CreateFaceLivenessSession',
  'GetFaceLivenessSessionResults',
  'DetectLabels',
);
const target = operation.map((name) => `RekognitionService.${name}`);

const collectionId = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string());
const faceId = fc.oneof(fc.uuid(), fc.string());
const userId = fc.oneof(fc.constantFrom('u1', 'u2', 'u3'), fc.string());
const image = fc.oneof(
  fc
    .constantFrom('ada', 'grace', 'ada~10')
    .map((person) => ({ Bytes: aPortraitOf(person).toString('base64') })),
  fc.constant({
    Bytes: aDrawing({ faces: [{ person: 'x' }, { person: 'y', sharpness: 1 }] }).toString('base64'),
  }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ Bytes: Buffer.from(bytes).toString('base64') })),
  fc.constant({ S3Object: { Bucket: 'photos', Name: 'ada.jpg' } }),
  fc.record({ S3Object: fc.record({ Bucket: fc.string(), Name: fc.string() }) }),
);
const percent = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.double());
const tags = fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 });

/** Members by name, mostly of the right kind, so that many requests come through to the operations. */
const likelyInput = fc.record(
  {
    CollectionId: collectionId,
    FaceId: faceId,
    FaceIds: fc.array(faceId, { maxLength: 5 }),
    UserId: userId,
    Image: image,
    SourceImage: image,
    TargetImage: image,
    MaxFaces: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer()),
    MaxUsers: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.double()),
    MaxResults: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer()),
    NextToken: fc.string(),
    FaceMatchThreshold: percent,
    SimilarityThreshold: percent,
    UserMatchThreshold: percent,
    QualityFilter: fc.constantFrom('NONE', 'AUTO', 'HIGH', 'BEST'),
    Attributes: fc.array(fc.constantFrom('ALL', 'DEFAULT', 'SMILE', 'NOSE'), { maxLength: 3 }),
    ExternalImageId: fc.string(),
    ClientRequestToken: fc.constantFrom('t1', 't2', 't3', 'not a token'),
    Tags: tags,
    SessionId: fc.uuid(),
    Settings: fc.jsonValue(),
  },
  { requiredKeys: ['CollectionId', 'Image'] },
);
const likelyBody = likelyInput.map((input) => Buffer.from(JSON.stringify(input)));

const run = (arbitrary: fc.Arbitrary<RekognitionRequest>) =>
  fc.assert(fc.asyncProperty(arbitrary, expectSaneAnswer), { numRuns: RUNS });

describe('no request makes the service fail or hang', () => {
  const timeoutMs = 120_000;

  it('of random members', { timeout: timeoutMs }, async () => {
    await run(fc.tuple(target, likelyBody).map(([name, body]) => request(name, body)));
    // a fuzz that is refused at the door proves little; ten operations come through too often to miss one by chance
    const { body } = await rekognition.handle(
      request('', Buffer.alloc(0), '/_local/rekognition/calls', 'GET'),
    );
    const counts = (JSON.parse(body.toString()) as { calls: Record<string, { succeeded: number }> }).calls;
    const carriedOut = Object.keys(counts).filter((name) => (counts[name]?.succeeded ?? 0) > 0);
    expect(carriedOut.length, carriedOut.join()).toBeGreaterThanOrEqual(10);
  });

  it('of random bytes or any JSON', { timeout: timeoutMs }, async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await run(fc.tuple(target, body).map(([name, bytes]) => request(name, bytes)));
  });

  it('that was cut off, or had bits flipped', { timeout: timeoutMs }, async () => {
    const damaged = fc
      .tuple(likelyBody, fc.nat(), fc.array(fc.nat(), { maxLength: 4 }))
      .map(([body, cut, flips]) => {
        const bytes = Buffer.from(flips.length === 0 ? body.subarray(0, cut % body.length) : body);
        for (const flip of flips) {
          const at = flip % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip % 8));
        }
        return bytes;
      });
    await run(fc.tuple(target, damaged).map(([name, bytes]) => request(name, bytes)));
  });

  it('to any target or control', { timeout: timeoutMs }, async () => {
    const names = [
      'calls',
      'faults',
      'quotas',
      'latency',
      'face-model-version',
      'health',
      'liveness-sessions',
    ];
    const controls = fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('GET', 'PUT', 'DELETE', 'POST', 'PATCH'), fc.json())
      .filter(([name, method]) => method !== 'PUT' || !['faults', 'quotas', 'latency'].includes(name))
      .map(([name, method, body]) => request('', Buffer.from(body), `/_local/rekognition/${name}`, method));
    const targets = fc
      .tuple(
        fc.oneof(
          fc.string(),
          fc.string().map((name) => `RekognitionService.${name}`),
        ),
        likelyBody,
      )
      .map(([name, body]) => request(name, body));
    await run(fc.oneof(controls, targets));
  });
});
