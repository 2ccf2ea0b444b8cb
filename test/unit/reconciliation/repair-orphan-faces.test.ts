import { beforeEach, describe, expect, it } from 'vitest';
import { repairOrphanFaces } from '../../../lambda/reconciliation/repair-orphan-faces.ts';
import {
  aReconciledCollection,
  aVisit,
  COLLECTION,
  LIST_COLLECTION,
  NEW_IMAGE,
  OLD_IMAGE,
  type ReconciledCollection,
} from '../../support/lambda/a-reconciled-collection.ts';
import { aClaim, anIndexedFace, NOON, TENANT } from '../../support/lambda/builders.ts';

/** Repairs the orphans of the whole collection. */
async function repair(
  held: ReconciledCollection,
  { dryRun = false, filling = false } = {},
  dependencies = held.dependencies,
) {
  const { faces } = await held.collections.listFaces(COLLECTION);
  await repairOrphanFaces(aVisit({ dry_run: dryRun }), faces, filling, dependencies);
}

describe('a face that nobody is mapped to', () => {
  let held: ReconciledCollection;
  beforeEach(() => {
    held = aReconciledCollection();
  });

  it('is ruled out and deleted at the shared rate', async () => {
    const kept = held.enroll('ann');
    const orphan = held.collections.add(COLLECTION, 'stranger');
    await repair(held);
    expect([...held.findings.values()]).toEqual([
      {
        kind: 'orphan_face',
        collection_id: COLLECTION,
        face_id: orphan,
        outcome: 'deleted',
        found_at: NOON.toISOString(),
      },
    ]);
    expect(held.collections.allFaceIds()).toEqual([kept]);
    expect(held.enrollments.faces.get(orphan)).toEqual({ state: 'revoked' });
    expect(held.reserved).toEqual([`DeleteFaces ${TENANT} 1`]);
    expect(held.waits).toEqual([40]);
    expect(held.collections.effects).toContain('deleted 1 repair');
  });

  it('frees the user whom an enrollment that never ended still claims for it, and no other', async () => {
    const { enrollments, collections } = held;
    const add = async (user_id: string, recorded: boolean) => {
      const claim = aClaim({ user_id, session_id: `job_${user_id}`, image_sha256: user_id });
      await enrollments.claim(claim);
      const face_id = collections.add(COLLECTION, user_id, OLD_IMAGE);
      if (recorded) await enrollments.recordFace(claim, anIndexedFace({ face_id }), []);
      else enrollments.faces.set(face_id, { state: 'pending', user_id });
    };
    await add('ann', true);
    // a later enrollment of the same user, with another face
    await add('bob', false);
    await repair(held);
    expect(collections.allFaceIds()).toEqual([]);
    expect([...enrollments.claims.values()].map(({ user_id }) => user_id)).toEqual(['bob']);
    expect([...enrollments.imageClaims.values()]).toEqual(['job_bob']);
    // each finding names whom the face was indexed for
    expect([...held.findings.values()].map(({ user_id }) => user_id)).toEqual(['ann', 'bob']);
  });

  it('of an entry of a watchlist stays while it is mapped, and is only reported once it is not', async () => {
    const listed = aReconciledCollection({ orphan_faces: 're_map' });
    const face_id = listed.addEntry('mallory');
    const repairList = async () => {
      const { faces } = await listed.collections.listFaces(LIST_COLLECTION);
      await repairOrphanFaces(aVisit({ collection_id: LIST_COLLECTION }), faces, false, listed.dependencies);
    };
    await repairList();
    expect(listed.findings.size).toBe(0);
    listed.rows.clear();
    await repairList();
    expect([...listed.findings.values()]).toMatchObject([
      { kind: 'orphan_face', face_id, list_id: 'fraud', entry_id: 'wle_1', outcome: 'reported' },
    ]);
    expect(listed.collections.allFaceIds()).toEqual([face_id]);
  });

  it('of an entry that was never finished is deleted, and frees no user', async () => {
    const { collections, enrollments } = held;
    const claim = aClaim({ user_id: 'wle_1' });
    await enrollments.claim(claim);
    const face_id = collections.add(COLLECTION, 'mallory', OLD_IMAGE);
    const entry = { kind: 'watchlist', list_id: 'fraud', entry_id: 'wle_1' } as const;
    enrollments.faces.set(face_id, { state: 'pending', entry });
    await repair(held);
    expect(collections.allFaceIds()).toEqual([]);
    expect(enrollments.claims.size).toBe(1);
    expect([...held.findings.values()]).toMatchObject([{ entry_id: 'wle_1', outcome: 'deleted' }]);
  });

  it('is taken out of the vector that it is part of, first', async () => {
    const orphan = held.collections.add(COLLECTION, 'stranger');
    await held.users.create(COLLECTION, 'user-vector');
    await held.users.associate(COLLECTION, 'user-vector', [orphan]);
    await repair(held);
    expect(held.collections.allFaceIds()).toEqual([]);
    expect(held.reserved).toEqual([`UserVectors ${TENANT} 1`, `DeleteFaces ${TENANT} 1`]);
  });

  it('is only reported in a dry run, and where the policy wants no more', async () => {
    held.collections.add(COLLECTION, 'stranger');
    await repair(held, { dryRun: true });
    expect(held.outcomes()).toEqual(['orphan_face reported']);
    held.findings.clear();
    await repair(
      held,
      {},
      { ...held.dependencies, policy: { orphan_faces: 'report', missing_faces: 're_index' } },
    );
    expect(held.outcomes()).toEqual(['orphan_face reported']);
    expect(held.collections.allFaceIds()).toHaveLength(1);
    expect([held.enrollments.faces.size, held.reserved]).toEqual([0, []]);
  });

  it('is left alone while its enrollment, or a migration, may be under way', async () => {
    held.collections.add(COLLECTION, 'ann', NEW_IMAGE);
    await repair(held);
    expect(held.outcomes()).toEqual([]);
    held.collections.add(COLLECTION, 'bob', OLD_IMAGE);
    await repair(held, { filling: true });
    expect(held.outcomes()).toEqual([]);
    await repair(held);
    expect(held.outcomes()).toEqual(['orphan_face deleted']);
  });

  it('is left where it was approved between the look and the deletion, and the others are not', async () => {
    const face = held.collections.add(COLLECTION, 'ann', OLD_IMAGE);
    const orphan = held.collections.add(COLLECTION, 'stranger');
    const { written } = held.dependencies.faces;
    const approving = {
      ...held.dependencies,
      faces: {
        ...held.dependencies.faces,
        written: async (...looked: Parameters<typeof written>) => {
          const answer = await written(...looked);
          held.enrollments.faces.set(face, { state: 'mapped', user_id: 'ann' });
          return answer;
        },
      },
    };
    await repair(held, {}, approving);
    expect(held.collections.allFaceIds()).toEqual([face]);
    expect([...held.findings.keys()]).toEqual([orphan]);
  });

  it('costs no call where all of them were approved meanwhile', async () => {
    held.collections.add(COLLECTION, 'ann', OLD_IMAGE);
    const revoke = async () => false;
    const enrollments = { get: held.dependencies.enrollments.get, revoke };
    await repair(
      held,
      {},
      { ...held.dependencies, enrollments: Object.assign(held.enrollments, enrollments) },
    );
    expect([held.reserved, held.collections.calls, held.outcomes()]).toEqual([[], [], []]);
  });

  it('is looked up with fifty others at once, and deleted with them by one call', async () => {
    for (let face = 0; face < 70; face += 1) held.collections.add(COLLECTION, 'stranger');
    const { written } = held.dependencies.faces;
    const asked: number[] = [];
    const counting: typeof written = (tenant, collection, ids) => {
      asked.push(ids.length);
      return written(tenant, collection, ids);
    };
    const faces = { ...held.dependencies.faces, written: counting };
    await repair(held, {}, { ...held.dependencies, faces });
    expect(asked).toEqual([50, 20]);
    expect(held.collections.calls.filter((call) => call.startsWith('delete'))).toHaveLength(2);
    expect(held.findings.size).toBe(70);
  });
});

describe('an enrolled face whose mapping is lost', () => {
  const facts = { attributes: { country: 'de' }, similarity: 98.7 };

  /** Ann is enrolled, and her row is gone. */
  async function anUnmappedFace(
    orphan_faces: 'delete' | 're_map' | 'report' = 're_map',
    changes: Parameters<typeof aClaim>[0] = {},
  ) {
    const held = aReconciledCollection({ orphan_faces });
    const face_id = held.enroll('ann');
    held.rows.clear();
    const face = anIndexedFace({ face_id, collection_id: COLLECTION, image_id: OLD_IMAGE });
    const claim = aClaim({
      user_id: 'ann',
      session_id: 'vs_9',
      state: 'enrolled',
      face,
      ...facts,
      ...changes,
    });
    await held.enrollments.claim(claim);
    return { held, face_id };
  }

  it('is mapped again where the claim proves whose the face is', async () => {
    const { held, face_id } = await anUnmappedFace();
    await repair(held);
    expect([...held.findings.values()]).toMatchObject([
      { kind: 'orphan_face', face_id, user_id: 'ann', outcome: 'remapped' },
    ]);
    expect(held.rows.get(face_id)).toMatchObject({
      user_id: 'ann',
      session_id: 'vs_9',
      source: 'selfie',
      s3_image_url: `s3://enrolled/acme/${OLD_IMAGE}.jpg`,
      created_at: NOON.toISOString(),
      ...facts,
    });
  });

  it('is not mapped again once its user was erased', async () => {
    const { held } = await anUnmappedFace();
    await held.dependencies.tombstones.erase(TENANT, 'ann', NOON);
    await repair(held);
    expect(held.outcomes()).toEqual(['orphan_face reported']);
    expect(held.rows.size).toBe(0);
  });

  it('is never deleted', async () => {
    for (const policy of ['re_map', 'delete', 'report'] as const) {
      const { held, face_id } = await anUnmappedFace(policy);
      await repair(held, { dryRun: policy === 're_map' });
      expect(held.outcomes(), policy).toEqual(['orphan_face reported']);
      expect(held.collections.allFaceIds(), policy).toEqual([face_id]);
      expect(held.rows.size, policy).toBe(0);
    }
  });

  it.each([
    ['is of an enrollment under way', { state: 'claimed' }],
    ['holds another face', { face: anIndexedFace({ face_id: 'another' }) }],
  ] as const)('is only reported where the claim %s', async (_what, changes) => {
    const { held } = await anUnmappedFace('re_map', changes);
    await repair(held);
    expect(held.outcomes()).toEqual(['orphan_face reported']);
    expect(held.rows.size).toBe(0);
  });

  it('is only reported where there is no claim, and where no record says whose it is', async () => {
    for (const forget of [
      ({ enrollments }: ReconciledCollection) => enrollments.claims.clear(),
      ({ enrollments }: ReconciledCollection, face: string) =>
        enrollments.faces.set(face, { state: 'mapped' }),
    ]) {
      const { held, face_id } = await anUnmappedFace();
      forget(held, face_id);
      await repair(held);
      expect(held.outcomes()).toEqual(['orphan_face reported']);
      expect(held.rows.size).toBe(0);
    }
  });

  it('is only reported where its claim has changed when the row is written', async () => {
    const { held } = await anUnmappedFace();
    const faces = { ...held.dependencies.faces, remap: async () => false };
    await repair(held, {}, { ...held.dependencies, faces });
    expect(held.outcomes()).toEqual(['orphan_face reported']);
  });
});
