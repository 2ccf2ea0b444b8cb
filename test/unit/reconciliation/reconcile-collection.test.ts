import { beforeEach, describe, expect, it } from 'vitest';
import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { ReconciliationPolicy } from '../../../lambda/reconciliation/contract.ts';
import type { Finding } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import type { ReconciledFaces } from '../../../lambda/reconciliation/ports/reconciled-faces.ts';
import { reconcileCollection } from '../../../lambda/reconciliation/reconcile-collection.ts';
import {
  aClaim,
  aFace,
  aMapping,
  anIndexedFace,
  minutesAfter,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { InMemoryUsers } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unique } from '../../support/lambda/unique.ts';

const COLLECTION = 'face-idv.acme.g1.0';
const anOldImageId = createIdentifier('img', minutesAfter(-120), new Uint8Array(10));
const aNewImageId = createIdentifier('img', minutesAfter(-5), new Uint8Array(10));

function aHouse(policy: Partial<ReconciliationPolicy> = {}, generations = activeGenerations()) {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const findings = new Map<string, Finding>();
  const reserved: string[] = [];
  const { emit, metrics } = recordedMetrics();
  const rows = enrollments.mappings;
  const rowOf = (face_id: string) => [...rows].find(([, row]) => row.face_id === face_id);
  const faces: ReconciledFaces = {
    written: async (_tenant, _collection, ids) =>
      new Map(
        ids.map((id) => {
          const record = enrollments.faces.get(id);
          const userId = record?.user_id;
          return [
            id,
            {
              mapped: rowOf(id) !== undefined,
              ...(record ? { state: record.state } : {}),
              ...(userId === undefined ? {} : { userId }),
            },
          ];
        }),
      ),
    remap: async (_claim, mapping) => rows.set(mapping.face_id, mapping).has(mapping.face_id),
    replace: async (gone, mapping) => {
      const held = rowOf(gone.face_id);
      if (!held) return false;
      rows.delete(held[0]);
      rows.set(mapping.face_id, mapping);
      enrollments.faces.set(mapping.face_id, { state: 'mapped', user_id: mapping.user_id });
      return true;
    },
  };
  const users = new InMemoryUsers(collections);
  const dependencies = {
    inventory: collections,
    collections,
    users,
    newIdentifier: (prefix: string) => unique(prefix),
    mappings: {
      listOfCollection: async () => ({
        mappings: [...rows.values()].filter(({ collection_id }) => collection_id === COLLECTION),
      }),
    },
    faces,
    enrollments,
    enrolledImages,
    reconciliations: {
      record: async (_tenant: string, _id: string, finding: Finding) =>
        void findings.set(finding.face_id, finding),
    },
    generations,
    limiter: {
      reserve: async (operation: string) => {
        reserved.push(operation);
        return { waitMs: 0 };
      },
    },
    wait: async () => {},
    policy: { orphan_faces: 'delete', missing_faces: 're_index', ...policy } as const,
    facesPerCollection: 200,
    clock: () => NOON,
    emit,
  };
  const enroll = (person: string, changes: Partial<FaceMapping> = {}) => {
    const face_id = collections.add(COLLECTION, person, anOldImageId);
    const mapping = aMapping({
      face_id,
      user_id: person,
      collection_id: COLLECTION,
      image_id: anOldImageId,
      s3_image_url: `s3://enrolled/${person}.jpg`,
      bbox: aFace().boundingBox,
      ...changes,
    });
    rows.set(face_id, mapping);
    enrollments.faces.set(face_id, { state: 'mapped', user_id: mapping.user_id });
    enrolledImages.images.set(`${person}.jpg`, anImageOf(person));
    return face_id;
  };
  return {
    collections,
    users,
    enrollments,
    enrolledImages,
    rows,
    findings,
    reserved,
    metrics,
    dependencies,
    enroll,
    outcomes: () => [...findings.values()].map(({ kind, outcome }) => `${kind} ${outcome}`),
    reconcile: (dry_run = false) =>
      reconcileCollection(
        {
          tenant: TENANT,
          reconciliation_id: 'rec_1',
          dry_run,
          collection_id: COLLECTION,
          phase: 'faces',
          cursor: null,
        },
        dependencies,
      ),
  };
}

describe('reconciling a collection', () => {
  let house: ReturnType<typeof aHouse>;
  beforeEach(() => {
    house = aHouse();
  });

  it('finds nothing where collection and mapping agree, and says how full it is', async () => {
    house.enroll('ann');
    house.enroll('bob');
    expect(await house.reconcile()).toMatchObject({ status: 'done', faces: 2, mappings: 2 });
    expect(house.outcomes()).toEqual([]);
    expect(house.metrics).toEqual([
      { name: 'CollectionFaces', value: 2, dimensions: { Generation: 'g1', Shard: '0' } },
      { name: 'CollectionFill', value: 1, dimensions: {} },
    ]);
  });

  it('deletes an orphan at the shared rate, and finds none the next time', async () => {
    const kept = house.enroll('ann');
    house.collections.add(COLLECTION, 'stranger');
    await house.reconcile();
    expect(house.outcomes()).toEqual(['orphan_face deleted']);
    expect(house.collections.allFaceIds()).toEqual([kept]);
    expect(house.reserved).toEqual(['DeleteFaces']);
    house.findings.clear();
    await house.reconcile();
    expect(house.outcomes()).toEqual([]);
  });

  it('takes an orphan out of the vector that it is part of, first', async () => {
    const orphan = house.collections.add(COLLECTION, 'stranger');
    await house.users.create(COLLECTION, 'user-vector');
    await house.users.associate(COLLECTION, 'user-vector', [orphan]);
    await house.reconcile();
    expect(house.outcomes()).toEqual(['orphan_face deleted']);
    expect(house.collections.allFaceIds()).toEqual([]);
    expect(house.reserved).toEqual(['UserVectors', 'DeleteFaces']);
  });

  it('leaves a face alone whose enrollment is under way', async () => {
    house.collections.add(COLLECTION, 'ann', aNewImageId);
    await house.reconcile();
    expect(house.collections.allFaceIds()).toHaveLength(1);
    expect(house.outcomes()).toEqual([]);
  });

  it('leaves an orphan that was approved between the look and the deletion', async () => {
    const face = house.collections.add(COLLECTION, 'ann', anOldImageId);
    const { written } = house.dependencies.faces;
    const approved = {
      ...house.dependencies,
      faces: {
        ...house.dependencies.faces,
        written: async (...looked: Parameters<typeof written>) => {
          const answer = await written(...looked);
          house.enrollments.faces.set(face, { state: 'mapped', user_id: 'ann' });
          return answer;
        },
      },
    };
    const visit = { tenant: TENANT, reconciliation_id: 'rec_1', collection_id: COLLECTION };
    await reconcileCollection({ ...visit, dry_run: false, phase: 'faces', cursor: null }, approved);
    expect(house.collections.allFaceIds()).toEqual([face]);
  });

  it('leaves what a migration fills in', async () => {
    house = aHouse({}, activeGenerations({ generation: 'g0' }, { filling: aGeneration() }));
    house.collections.add(COLLECTION, 'ann', anOldImageId);
    await house.reconcile();
    expect(house.outcomes()).toEqual([]);
  });

  it('changes nothing in a dry run, or where the policy only wants to know', async () => {
    for (const [policy, dryRun] of [
      [{}, true],
      [{ orphan_faces: 'report', missing_faces: 'report' }, false],
    ] as const) {
      house = aHouse(policy);
      const gone = house.enroll('ann');
      await house.collections.delete(COLLECTION, [gone]);
      const orphan = house.collections.add(COLLECTION, 'stranger');
      await house.reconcile(dryRun);
      expect(house.outcomes()).toEqual(['orphan_face reported', 'missing_face reported']);
      expect(house.collections.allFaceIds()).toEqual([orphan]);
      expect([...house.rows.keys()]).toEqual([gone]);
    }
  });

  it('indexes a missing face again from its image, in the place of the old one', async () => {
    const gone = house.enroll('ann');
    await house.collections.delete(COLLECTION, [gone]);
    await house.reconcile();
    expect(house.outcomes()).toEqual(['missing_face re_indexed']);
    expect([...house.rows.keys()]).toEqual(house.collections.allFaceIds());
    expect([...house.rows.values()][0]).toMatchObject({ user_id: 'ann', image_id: anOldImageId });
    house.findings.clear();
    await house.reconcile();
    expect(house.outcomes()).toEqual([]);
  });

  it('only tells of a missing face whose image is gone or shows another face', async () => {
    const [one, other] = [
      house.enroll('ann'),
      house.enroll('bob', { bbox: { left: 0, top: 0, width: 0.1, height: 0.1 } }),
    ];
    await house.collections.delete(COLLECTION, [one, other]);
    await house.enrolledImages.delete('ann.jpg');
    await house.reconcile();
    expect(house.outcomes()).toEqual(['missing_face reported', 'missing_face reported']);
    expect(house.collections.allFaceIds()).toEqual([]);
  });

  it('indexes nobody again who is deleted meanwhile', async () => {
    const gone = house.enroll('ann');
    await house.collections.delete(COLLECTION, [gone]);
    const { index } = house.collections;
    house.collections.index = async (...asked) => {
      house.rows.clear();
      return index.apply(house.collections, asked);
    };
    await house.reconcile();
    expect(house.collections.allFaceIds()).toEqual([]);
    expect(house.rows.size).toBe(0);
  });

  it('writes a lost mapping again where the claim proves whose the face is, and deletes it never', async () => {
    for (const orphan_faces of ['re_map', 'delete'] as const) {
      house = aHouse({ orphan_faces });
      const face_id = house.enroll('ann');
      house.rows.clear();
      const facts = { attributes: { country: 'de' }, similarity: 98.7 };
      const claim = aClaim({ user_id: 'ann', session_id: 'vs_9', state: 'enrolled', ...facts });
      await house.enrollments.claim({
        ...claim,
        face: anIndexedFace({ face_id, collection_id: COLLECTION, image_id: anOldImageId }),
      });
      await house.reconcile();
      expect(house.collections.allFaceIds()).toEqual([face_id]);
      if (orphan_faces === 'delete') expect(house.outcomes()).toEqual(['orphan_face reported']);
      else {
        expect(house.outcomes()).toEqual(['orphan_face remapped']);
        expect(house.rows.get(face_id)).toMatchObject({
          user_id: 'ann',
          session_id: 'vs_9',
          source: 'selfie',
          s3_image_url: `s3://enrolled/acme/ann/${anOldImageId}.jpg`,
          ...facts,
        });
      }
    }
  });

  it('stops when its time is over, and goes on from there', async () => {
    house.enroll('ann');
    let now = NOON.getTime();
    const slow = {
      ...house.dependencies,
      clock: () => {
        now += 7_000;
        return new Date(now);
      },
    };
    const visit = { tenant: TENANT, reconciliation_id: 'rec_1', dry_run: false, collection_id: COLLECTION };
    const first = await reconcileCollection({ ...visit, phase: 'faces', cursor: null }, slow);
    expect(first).toEqual({ status: 'more', phase: 'mappings', cursor: null, faces: 1, mappings: 0 });
    const { phase, cursor } = first;
    expect(await reconcileCollection({ ...visit, phase, cursor }, slow)).toMatchObject({
      status: 'done',
      faces: 0,
      mappings: 1,
    });
  });
});
