import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  associationFailure,
  evictedFaces,
  leftOutFace,
  lookAgainAfterSeconds,
  MAX_FACES_PER_CALL,
  planUserVector,
  type RankedFace,
  userVectorId,
  userVectorToken,
} from '../../../../lambda/user-vectors/domain/user-vector.ts';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 299 }).map(String), { maxLength: 250 });

describe('the id of a user in Rekognition', () => {
  it('is one that Rekognition takes, tells tenants apart, and does not tell who it is', () => {
    const id = userVectorId('acme', 'user-1');
    expect(id).toMatch(/^[a-zA-Z0-9_.\-:]{1,128}$/);
    expect(id).not.toContain('user-1');
    expect(userVectorId('other', 'user-1')).not.toBe(id);
  });
});

describe('the plan of a user vector', () => {
  it('leads to exactly the wanted faces, from whatever there is, in calls that Rekognition takes', () => {
    fc.assert(
      fc.property(ids, ids, (wanted, present) => {
        const plan = planUserVector(wanted, present);
        const faces = new Set(plan.deleteUser ? [] : present);
        for (const id of plan.disassociate.flat()) expect(faces.delete(id)).toBe(true);
        for (const id of plan.associate.flat()) {
          expect(faces.has(id)).toBe(false);
          faces.add(id);
        }
        expect([...faces].sort()).toEqual([...wanted].sort());
        for (const call of [...plan.associate, ...plan.disassociate])
          expect(call.length).toBeLessThanOrEqual(MAX_FACES_PER_CALL);
        expect(plan.calls).toBe(
          plan.associate.length +
            plan.disassociate.length +
            Number(plan.createUser) +
            Number(plan.deleteUser),
        );
      }),
    );
  });

  it('has nothing to do where all is as it should be', () => {
    fc.assert(
      fc.property(ids, (faces) => {
        fc.pre(faces.length > 0);
        expect(planUserVector(faces, [...faces].reverse()).calls).toBe(0);
      }),
    );
  });

  it('creates the user before its first face, and deletes it with its last', () => {
    expect(planUserVector(['a'], [])).toMatchObject({ createUser: true, deleteUser: false });
    expect(planUserVector(['a', 'b'], ['a'])).toMatchObject({ createUser: false, associate: [['b']] });
    expect(planUserVector([], ['a'])).toMatchObject({ deleteUser: true, disassociate: [], calls: 1 });
    expect(planUserVector([], [])).toMatchObject({ createUser: false, deleteUser: true });
  });

  it('takes faces in one order, a hundred per call', () => {
    const faces = Array.from({ length: 250 }, (_, face) => String(face).padStart(3, '0'));
    const { associate } = planUserVector([...faces].reverse(), []);
    expect(associate).toEqual([faces.slice(0, 100), faces.slice(100, 200), faces.slice(200)]);
  });
});

describe('the face that gives way', () => {
  const face = (face_id: string, changes: Partial<RankedFace> = {}): RankedFace => ({
    face_id,
    source: 'selfie',
    created_at: '2026-01-01T00:00:00.000Z',
    ...changes,
  });

  it('is of the lowest quality, and the oldest of those', () => {
    const faces = [
      face('best', { similarity: 99 }),
      face('older', { source: 'bulk', created_at: '2025-01-01T00:00:00.000Z' }),
      face('newer', { source: 'bulk', created_at: '2026-02-01T00:00:00.000Z' }),
      face('good', { similarity: 97, created_at: '2020-01-01T00:00:00.000Z' }),
    ];
    const order = evictedFaces(faces, 0).map(({ face_id }) => face_id);
    expect(order).toEqual(['older', 'newer', 'good', 'best']);
    expect(evictedFaces(faces, 3).map(({ face_id }) => face_id)).toEqual(['older']);
    expect(evictedFaces(faces, 4)).toEqual([]);
    // one that was compared with no document is like one that is not alike
    const [compared, never] = [face('a', { similarity: 0.1 }), face('b')];
    expect(evictedFaces([compared, never], 1)).toEqual([never]);
    expect(evictedFaces([never, compared], 1)).toEqual([never]);
  });

  it('is the same in whatever order the faces are read, and no more give way than must', () => {
    const someFaces = fc.uniqueArray(
      fc.record({
        face_id: fc.integer({ min: 0, max: 150 }).map(String),
        source: fc.constantFrom('selfie', 'bulk'),
        created_at: fc.constantFrom('2025', '2026'),
        similarity: fc.constantFrom(0, 97, 99),
      }),
      { selector: ({ face_id }) => face_id, maxLength: 120 },
    );
    fc.assert(
      fc.property(someFaces, fc.nat(110), (faces, room) => {
        const giving = evictedFaces(faces, room);
        expect(evictedFaces([...faces].reverse(), room)).toEqual(giving);
        expect(giving).toHaveLength(Math.max(0, faces.length - room));
      }),
    );
  });
});

it('repeats a call under its token, and makes another call under another', () => {
  const token = userVectorToken('vs_1', 'associate', ['a']);
  expect(token).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
  expect(userVectorToken('vs_1', 'associate', ['a'])).toBe(token);
  for (const other of [
    userVectorToken('vs_2', 'associate', ['a']),
    userVectorToken('vs_1', 'delete', ['a']),
    userVectorToken('vs_1', 'associate', ['a', 'b']),
  ])
    expect(other).not.toBe(token);
});

it('looks again soon at first, then once a minute', () => {
  expect([0, 1, 4, 5, 20].map(lookAgainAfterSeconds)).toEqual([2, 4, 32, 60, 60]);
});

it('knows why Rekognition leaves a face out, and no other reason', () => {
  expect(associationFailure.options).toEqual([
    'FACE_NOT_FOUND',
    'ASSOCIATED_TO_A_DIFFERENT_USER',
    'LOW_MATCH_CONFIDENCE',
  ]);
  const left = { face_id: 'f', reason: 'LOW_MATCH_CONFIDENCE' };
  expect(leftOutFace.parse(left)).toEqual(left);
  expect(leftOutFace.safeParse({ ...left, reason: 'ANOTHER' }).success).toBe(false);
});
