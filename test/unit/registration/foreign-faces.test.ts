import { describe, expect, it } from 'vitest';
import type { FaceRecord } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import { type ForeignFace, findForeignFaces } from '../../../lambda/registration/foreign-faces.ts';
import type { MergedCandidate } from '../../../lambda/search/domain/merge-search.ts';
import { userVectorId } from '../../../lambda/user-vectors/domain/user-vector.ts';
import { TENANT } from '../../support/lambda/builders.ts';

const registrant = { tenant: TENANT, userId: 'ann', allowed: new Set(['twin']) };

/** Finds candidates, some of whom have a record by face or by image. */
function find(
  candidates: readonly Partial<MergedCandidate>[],
  records: Readonly<Record<string, FaceRecord>>,
  vectors: Readonly<Record<string, readonly string[]>> = {},
) {
  const merged = candidates.map((one) => ({
    id: 'face',
    collectionId: 'c',
    similarity: 99,
    vectors: 'face' as const,
    ...one,
  }));
  return findForeignFaces({ sawFace: true, candidates: merged, shards: [], calls: {} }, registrant, {
    enrollments: {
      faceRecords: async (_tenant, ids) =>
        new Map(Object.entries(records).filter(([id]) => ids.includes(id))),
    },
    users: { facesOf: async (_collection, id) => vectors[id] ?? [] },
  });
}
const of = (user_id: string): FaceRecord => ({ state: 'mapped', user_id });
const idsOf = (faces: readonly ForeignFace[]) => faces.map(({ id }) => id);

describe('faces of others', () => {
  it('are all but own ones and those of allowed pairs', async () => {
    const candidates = ['own', 'twins', 'eves', 'nameless', 'new'].map((id) => ({ id }));
    const records = {
      own: of('ann'),
      twins: of('twin'),
      eves: of('eve'),
      nameless: { state: 'mapped' } as const,
    };
    expect(idsOf(await find(candidates, records))).toEqual(['eves', 'nameless', 'new']);
  });

  it('have the record of their image where the face has none', async () => {
    const found = await find(
      [
        { id: 'one', imageId: 'img_1' },
        { id: 'two', imageId: 'img_2' },
      ],
      { img_1: { state: 'revoked' }, two: of('eve'), img_2: { state: 'revoked' } },
    );
    expect(found.map(({ record }) => record?.state)).toEqual(['revoked', 'mapped']);
  });

  it('are those of user vectors, too, without the own and an allowed one', async () => {
    const [own, twin, eve] = ['ann', 'twin', 'eve'].map((user) => userVectorId(TENANT, user));
    const found = await find(
      [own, twin, eve].map((id = '') => ({ id, vectors: 'user' as const })),
      { a: of('ann'), t: of('twin'), e1: of('eve'), e2: of('eve') },
      { [own ?? '']: ['a'], [twin ?? '']: ['t'], [eve ?? '']: ['e1', 'e2'] },
    );
    expect(idsOf(found)).toEqual(['e1', 'e2']);
  });
});
