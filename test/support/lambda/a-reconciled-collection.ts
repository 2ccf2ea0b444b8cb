import type { FaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type {
  ReconcileCollectionInput,
  ReconciliationPolicy,
} from '../../../lambda/reconciliation/contract.ts';
import type { Finding } from '../../../lambda/reconciliation/domain/reconciliation.ts';
import type { ReconciledFaces } from '../../../lambda/reconciliation/ports/reconciled-faces.ts';
import { reconcileCollection } from '../../../lambda/reconciliation/reconcile-collection.ts';
import { aFace, aMapping, minutesAfter, NOON, TENANT } from './builders.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { InMemoryUsers } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { unique } from './unique.ts';

export const COLLECTION = 'face-idv.acme.g1.0';
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
  const enroll = (person: string, changes: Partial<FaceMapping> = {}) => {
    const face_id = collections.add(COLLECTION, person, OLD_IMAGE);
    const mapping = aMapping({
      face_id,
      user_id: person,
      collection_id: COLLECTION,
      image_id: OLD_IMAGE,
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
    waits,
    metrics,
    dependencies,
    enroll,
    outcomes: () => [...findings.values()].map(({ kind, outcome }) => `${kind} ${outcome}`),
    reconcile: (dry_run = false) => reconcileCollection(aVisit({ dry_run }), dependencies),
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
