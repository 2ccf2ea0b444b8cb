import { beforeEach, describe, expect, it } from 'vitest';
import {
  type RepairMissingDependencies,
  repairMissingFaces,
} from '../../../lambda/reconciliation/repair-missing-faces.ts';
import {
  aReconciledCollection,
  aVisit,
  COLLECTION,
  LIST_COLLECTION,
  OLD_IMAGE,
  type ReconciledCollection,
} from '../../support/lambda/a-reconciled-collection.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';
import { anImageOf, NOBODY } from '../../support/lambda/in-memory-collections.ts';

describe('a mapped face that is gone', () => {
  let held: ReconciledCollection;
  beforeEach(() => {
    held = aReconciledCollection();
  });

  /** Enrolls somebody, and takes the face out of the collection. */
  const lose = async (person: string, changes: Parameters<ReconciledCollection['enroll']>[1] = {}) => {
    const face = held.enroll(person, changes);
    await held.collections.delete(COLLECTION, [face]);
    held.collections.calls.length = 0;
    return face;
  };
  const repair = (changes: Partial<RepairMissingDependencies> = {}, dry_run = false) =>
    repairMissingFaces(aVisit({ dry_run }), [...held.rows.values()], { ...held.dependencies, ...changes });

  it('of an entry of a watchlist is indexed again in its list', async () => {
    const gone = held.addEntry('mallory');
    const before = held.rows.get(gone);
    await held.collections.delete(LIST_COLLECTION, [gone]);
    await repairMissingFaces(
      aVisit({ collection_id: LIST_COLLECTION }),
      [...held.rows.values()],
      held.dependencies,
    );
    expect([...held.findings.values()]).toEqual([
      {
        kind: 'missing_face',
        collection_id: LIST_COLLECTION,
        face_id: gone,
        list_id: 'fraud',
        entry_id: 'wle_1',
        outcome: 're_indexed',
        found_at: NOON.toISOString(),
      },
    ]);
    const [face_id = ''] = held.collections.allFaceIds();
    expect([...held.rows.values()]).toEqual([{ ...before, face_id }]);
  });

  it('is indexed again from its image, at the shared rate, in the place of the old one', async () => {
    const gone = await lose('ann');
    const before = held.rows.get(gone);
    await repair();
    expect([...held.findings.values()]).toEqual([
      {
        kind: 'missing_face',
        collection_id: COLLECTION,
        face_id: gone,
        user_id: 'ann',
        outcome: 're_indexed',
        found_at: NOON.toISOString(),
      },
    ]);
    const [face_id = ''] = held.collections.allFaceIds();
    // under its own image id, by which a deletion of the user meanwhile finds this face too
    expect([...held.rows.values()]).toEqual([{ ...before, face_id }]);
    expect((await held.collections.listFaces(COLLECTION)).faces).toMatchObject([{ imageId: OLD_IMAGE }]);
    expect(held.reserved).toEqual([`IndexFaces ${TENANT} 1`]);
    expect(held.waits).toEqual([40]);
    expect(held.metrics).toEqual([
      {
        name: 'ReconciliationFinding',
        value: 1,
        dimensions: { Kind: 'missing_face', Outcome: 're_indexed' },
      },
    ]);
  });

  it('is only reported in a dry run, and where the policy wants no more', async () => {
    await lose('ann');
    await repair({}, true);
    await repair({ policy: { orphan_faces: 'delete', missing_faces: 'report' } });
    expect(held.outcomes()).toEqual(['missing_face reported']);
    expect([held.collections.calls, held.reserved]).toEqual([[], []]);
  });

  it.each([
    ['is gone', () => held.enrolledImages.images.clear(), 0],
    ['shows nobody', () => held.enrolledImages.images.set('ann.jpg', anImageOf(NOBODY)), 1],
  ])('is only reported where its image %s', async (_what, spoil, permits) => {
    await lose('ann');
    spoil();
    await repair();
    expect(held.outcomes()).toEqual(['missing_face reported']);
    expect(held.collections.allFaceIds()).toEqual([]);
    // an image that is not there costs no call
    expect(held.reserved).toHaveLength(permits);
  });

  it('is only reported where its image shows another face now, which is not kept', async () => {
    await lose('ann', { bbox: { left: 0, top: 0, width: 0.1, height: 0.1 } });
    await repair();
    expect(held.outcomes()).toEqual(['missing_face reported']);
    expect(held.collections.calls).toEqual([`index ${COLLECTION}`, `delete ${COLLECTION}`]);
    expect(held.collections.allFaceIds()).toEqual([]);
  });

  it('is not indexed again for a user who is deleted meanwhile', async () => {
    await lose('ann');
    const { index } = held.collections;
    held.collections.index = async (...asked) => {
      held.rows.clear();
      return index.apply(held.collections, asked);
    };
    await repair();
    expect(held.collections.allFaceIds()).toEqual([]);
    expect(held.rows.size).toBe(0);
  });

  it('is none where the row that named it is gone by now: the index that lists rows runs behind', async () => {
    const [gone, kept] = [await lose('ann'), await lose('bob')];
    const listed = [...held.rows.values()];
    held.rows.delete(gone);
    await repairMissingFaces(aVisit(), listed, held.dependencies);
    expect([...held.findings.keys()]).toEqual([kept]);
  });

  it('is not asked about where there is none', async () => {
    const written = () => Promise.reject(new Error('nobody should ask'));
    await repair({ faces: { ...held.dependencies.faces, written } });
    expect(held.outcomes()).toEqual([]);
  });
});
