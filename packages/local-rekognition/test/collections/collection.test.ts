import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, Collection } from '../../src/collections/collection.ts';
import type { CollectionEvent } from '../../src/collections/collection-events.ts';
import { openRecordLog } from '../../src/collections/record-log.ts';
import { VectorArena } from '../../src/collections/vector-arena.ts';

const DIMENSIONS = 16;
const NOW = 1_000_000;

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'collection-'));
  file = join(directory, 'a.log');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = () => Collection.open(file, new VectorArena(), DIMENSIONS);

const write = (collection: Collection, ...changes: Change[]) =>
  collection.write(NOW, () => ({ changes, result: undefined }));

function aFace(number: number): Change {
  const faceId = faceIdOf(number);
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, index) => Math.sin(number * 31 + index));
  const box = { left: 0.1, top: 0.1, width: 0.5, height: 0.5 };
  return { event: { kind: 'face-indexed', face: { faceId, imageId: 'image', box, confidence: 99 } }, vector };
}

const faceIdOf = (number: number) => `face-${number}`;

/** Everything that a caller could see of a collection, at several times. */
function visible(collection: Collection) {
  const { faces, users } = collection.state;
  const query = new Float32Array(DIMENSIONS).fill(1);
  return {
    faces: [...faces.all()]
      .map(({ faceId, userId }) => [faceId, userId ?? null, ...faces.vectorOf(faces.get(faceId) as never)])
      .sort(),
    nearest: faces.nearest(query, 5).map(({ found }) => found.faceId),
    users: [...users.all()].map((user) => [user.userId, [...user.faceIds].sort()]),
    statuses: [NOW, NOW + 500, NOW + 5000].map((now) =>
      [...users.all()].map((user) => users.statusOf(user, now)),
    ),
    nearestUsers: [NOW, NOW + 5000].map((now) =>
      users.nearest(query, 5, now).map(({ found, vector }) => [found.userId, ...vector]),
    ),
  };
}

type Step =
  | { readonly kind: 'index' | 'deleteFace'; readonly face: number }
  | { readonly kind: 'createUser' | 'deleteUser'; readonly user: number }
  | { readonly kind: 'associate' | 'disassociate'; readonly user: number; readonly face: number };

const face = fc.integer({ min: 1, max: 12 });
const user = fc.integer({ min: 1, max: 3 });
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('index'), face }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('deleteFace'), face }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('createUser', 'deleteUser'), user }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('associate', 'disassociate'), user, face }) },
) as fc.Arbitrary<Step>;

/** The change that a step makes, or nothing where the operations would have refused it. */
function changeOf(step: Step, { state }: Collection, at: number): Change | undefined {
  const userId = 'user' in step ? `user-${step.user}` : '';
  const faceId = 'face' in step ? faceIdOf(step.face) : '';
  const known = state.faces.get(faceId);
  const owner = state.users.get(userId);
  const change = { userId, faceIds: [faceId], at, readyAt: at + 1000 };
  switch (step.kind) {
    case 'index':
      return known ? undefined : aFace(step.face);
    case 'deleteFace': {
      // a vector that is still made of a deleted face is made anew, without it, when the collection is opened
      const shown = [...state.users.all()].some((one) => one.publishedFaceIds.includes(faceId));
      const deletable = known && known.userId === undefined && !shown;
      return deletable ? { event: { kind: 'faces-deleted', faceIds: [faceId] } } : undefined;
    }
    case 'createUser':
      return owner ? undefined : { event: { kind: 'user-created', userId } };
    case 'deleteUser':
      return owner ? { event: { kind: 'user-deleted', userId } } : undefined;
    case 'associate':
      return owner && known && known.userId === undefined
        ? { event: { kind: 'faces-associated', ...change } }
        : undefined;
    case 'disassociate':
      return owner && known?.userId === userId
        ? { event: { kind: 'faces-disassociated', ...change } }
        : undefined;
  }
}

describe('collection', () => {
  it('is the same after it was opened again, whatever happened to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 50 }), async (steps) => {
        await rm(file, { force: true });
        const collection = await open();
        for (const [index, step] of steps.entries()) {
          const change = changeOf(step, collection, NOW - 3000 + index * 70);
          if (change) await write(collection, change);
        }
        const before = visible(collection);
        await collection.close();
        const again = await open();
        expect(visible(again)).toEqual(before);
        await again.close();
      }),
      { numRuns: 60 },
    );
  });

  it('writes its log anew when most of it is history, and is the same after that', async () => {
    const collection = await open();
    await write(collection, { event: { kind: 'user-created', userId: 'user-1' } });
    await write(collection, ...Array.from({ length: 20 }, (_, number) => aFace(number)));
    const association = { userId: 'user-1', at: NOW - 5000, readyAt: NOW - 4000 };
    await write(collection, { event: { kind: 'faces-associated', faceIds: [faceIdOf(3)], ...association } });
    await write(collection, {
      event: {
        kind: 'faces-associated',
        faceIds: [faceIdOf(4)],
        ...association,
        at: NOW - 200,
        readyAt: NOW + 800,
      },
    });
    const request = {
      operation: 'CreateUser',
      token: 't',
      parametersHash: 'h',
      at: NOW,
      response: { ok: true },
    };
    await write(collection, { event: { kind: 'request-completed', request } });
    for (let round = 0; round < 21; round += 1) {
      const numbers = Array.from({ length: 200 }, (_, index) => 1000 + round * 200 + index);
      await write(collection, ...numbers.map(aFace));
      await write(collection, { event: { kind: 'faces-deleted', faceIds: numbers.map(faceIdOf) } });
    }
    // 4,200 faces came and went: without the rewrite they would take about a megabyte
    const before = visible(collection);
    await write(collection, { event: { kind: 'faces-deleted', faceIds: [faceIdOf(19)] } });
    await collection.close();
    expect((await stat(file)).size).toBeLessThan(20_000);
    const again = await open();
    expect(again.state.faces.get(faceIdOf(19))).toBeUndefined();
    expect(again.state.requests.find('CreateUser', 't', 'h', NOW)?.response).toEqual({ ok: true });
    const { users, statuses, nearestUsers } = visible(again);
    expect({ users, statuses, nearestUsers }).toEqual({
      users: before.users,
      statuses: [['UPDATING'], ['UPDATING'], ['ACTIVE']],
      nearestUsers: before.nearestUsers,
    });
    await again.close();
  });

  it('loses nothing when its log can not be written anew, and then refuses to write', async () => {
    const collection = await open();
    // a directory where the new log should be written
    await mkdir(`${file}.new`);
    const numbers = Array.from({ length: 4100 }, (_, number) => number);
    await write(collection, ...numbers.map(aFace));
    await write(collection, { event: { kind: 'faces-deleted', faceIds: numbers.slice(1).map(faceIdOf) } });
    await expect(write(collection, aFace(5000))).rejects.toThrow('could not be written anew');
    await collection.close();
    const again = await open();
    expect([...again.state.faces.all()].map(({ faceId }) => faceId)).toEqual([faceIdOf(0)]);
    await again.close();
  });

  it('erases the vector of a deleted face from the disk, and of no other', async () => {
    const collection = await open();
    await write(collection, aFace(1), aFace(2));
    await write(collection, { event: { kind: 'faces-deleted', faceIds: [faceIdOf(1)] } });
    await collection.close();
    const bytes = await readFile(file);
    const onDisk = (number: number) =>
      bytes.includes(Buffer.from((aFace(number).vector as Float32Array).buffer));
    expect(onDisk(1)).toBe(false);
    expect(onDisk(2)).toBe(true);
  });

  it('erases it when it is opened, where a crash came between deletion and erasure', async () => {
    const log = await openRecordLog<CollectionEvent>(file, () => {});
    const { event, vector = new Float32Array() } = aFace(1);
    await log.append([{ document: event, payload: new Uint8Array(vector.buffer) }]);
    await log.append([{ document: { kind: 'faces-deleted', faceIds: [faceIdOf(1)] } }]);
    await log.close();
    const holdsVector = async () => (await readFile(file)).includes(Buffer.from(vector.buffer));
    expect(await holdsVector()).toBe(true);
    await (await open()).close();
    expect(await holdsVector()).toBe(false);
    const again = await open();
    expect(again.state.faces.size).toBe(0);
    await again.close();
  });

  it('lets writers take turns, each on what the one before has left', async () => {
    const collection = await open();
    const event = (userId: string): CollectionEvent => ({ kind: 'user-created', userId });
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        collection.write(NOW, ({ users }) => ({
          changes: [{ event: event(`u${number}`) }],
          result: users.size,
        })),
      ),
    );
    expect(counts).toEqual(Array.from({ length: 20 }, (_, number) => number));
    await collection.close();
  });

  it('changes nothing when a writer throws', async () => {
    const collection = await open();
    await expect(
      collection.write(NOW, () => {
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    await write(collection, aFace(1));
    expect(collection.state.faces.size).toBe(1);
    await collection.close();
  });

  it('refuses to write once it is closed', async () => {
    const collection = await open();
    await collection.close();
    await expect(write(collection, aFace(1))).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});
