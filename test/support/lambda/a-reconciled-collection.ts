import type { FaceMapping, UserFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { type FaceOwner, userOwnerOf } from '../../../lambda/kernel/face-owner.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type {
  ReconcileCollectionInput,
  ReconciliationPolicy,
} from '../../../lambda/reconciliation/contract.ts';
import type { Finding } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import type { ReconciledFaces } from '../../../lambda/reconciliation/ports/reconciled-faces.ts';
import { reconcileCollection } from '../../../lambda/reconciliation/reconcile-collection.ts';
import { aFace, aListMapping, aMapping, minutesAfter, NOON, recordOf, TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { InMemoryUsers } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const COLLECTION = 'face-idv.acme.g1.0';
export const LIST_COLLECTION = 'face-idv.acme.g1_fraud.0';
/** Of an enrollment that would be over by noon, and of one that may be under way. */
export const OLD_IMAGE = createIdentifier('img', minutesAfter(-120), new Uint8Array(10));
export const NEW_IMAGE = createIdentifier('img', minutesAfter(-5), new Uint8Array(10));

/** A collection, what is written of its faces, and what a reconciliation finds in it at noon. */
export function aReconciledCollection(
  policy: Partial<ReconciliationPolicy> = {},
  generations = activeGenerations(),
) {
  const enrollments = new InMemoryEnrollments(new InMemorySessionStore());
  const collections = new InMemoryCollections();
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const findings = new Map<string, Finding>();
  const reserved: string[] = [];
  const waits: number[] = [];
  const { emit, metrics } = recordedMetrics();
  const rows = enrollments.mappings;
  const rowOf = (face_id: string) => [...rows].find(([, row]) => row.face_id === face_id);
  const ownerOfRecord = (faceId: string): FaceOwner | undefined => {
    const record = enrollments.faces.get(faceId);
    return record?.user_id === undefined ? record?.entry : userOwnerOf(record.user_id);
  };
  const faces: ReconciledFaces = {
    written: async (_tenant, _collection, ids) =>
      new Map(
        ids.map((id) => {
          const record = enrollments.faces.get(id);
          const owner = ownerOfRecord(id);
          return [
            id,
            {
              mapped: rowOf(id) !== undefined,
              ...(record ? { state: record.state } : {}),
              ...(owner ? { owner } : {}),
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
      enrollments.faces.set(mapping.face_id, recordOf(mapping));
      return true;
    },
  };
  const users = new InMemoryUsers(collections);
  const dependencies = {
    tombstones: new InMemoryTombstones(),
    inventory: collections,
    collections,
    users,
    newIdentifier: (prefix: string) => unique(prefix),
    mappings: {
      listOfCollection: async (_tenant: string, id: string) => ({
        mappings: [...rows.values()].filter(({ collection_id }) => collection_id === id),
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
    isConfigured: () => true,
    limiter: {
      reserve: async (operation: string, tenant: string, permits: number) => {
        reserved.push(`${operation} ${tenant} ${permits}`);
        return { waitMs: 40 };
      },
    },
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
    policy: { orphan_faces: 'delete', missing_faces: 're_index', ...policy } as const,
    facesPerCollection: 200,
    clock: () => NOON,
    emit,
  };
  const factsOf = (person: string, collection_id: string) => ({
    face_id: collections.add(collection_id, person, OLD_IMAGE),
    collection_id,
    image_id: OLD_IMAGE,
    s3_image_url: `s3://enrolled/${person}.jpg`,
    bbox: aFace().boundingBox,
  });
  const keep = (person: string, mapping: FaceMapping) => {
    rows.set(mapping.face_id, mapping);
    enrollments.faces.set(mapping.face_id, recordOf(mapping));
    enrolledImages.images.set(`${person}.jpg`, anImageOf(person));
    return mapping.face_id;
  };
  const enroll = (person: string, changes: Partial<UserFaceMapping> = {}) =>
    keep(person, aMapping({ ...factsOf(person, COLLECTION), user_id: person, ...changes }));
  /** Adds the face of an entry of the list. */
  const addEntry = (person: string) => keep(person, aListMapping(factsOf(person, LIST_COLLECTION)));
  return {
    collections,
    users,
    enrollments,
    enrolledImages,
    rows,
    findings,
    reserved,
    waits,
    metrics,
    dependencies,
    enroll,
    addEntry,
    outcomes: () => [...findings.values()].map(({ kind, outcome }) => `${kind} ${outcome}`),
    reconcile: (dry_run = false, collection_id = COLLECTION) =>
      reconcileCollection(aVisit({ dry_run, collection_id }), dependencies),
  };
}
export type ReconciledCollection = ReturnType<typeof aReconciledCollection>;

/** The first visit of the collection. */
export const aVisit = (changes: Partial<ReconcileCollectionInput> = {}): ReconcileCollectionInput => ({
  tenant: TENANT,
  reconciliation_id: 'rec_1',
  dry_run: false,
  collection_id: COLLECTION,
  phase: 'faces',
  cursor: null,
  ...changes,
});
