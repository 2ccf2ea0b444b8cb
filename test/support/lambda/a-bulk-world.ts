import type { ItemOutcome } from '../../../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../../../lambda/bulk-indexing/domain/index-job.ts';
import type { IndexBatchDependencies } from '../../../lambda/bulk-indexing/index-batch.ts';
import { type IndexItemDependencies, indexItem } from '../../../lambda/bulk-indexing/index-item.ts';
import { invalidRow, parseItem } from '../../../lambda/bulk-indexing/manifest-item.ts';
import type { FailedItem } from '../../../lambda/bulk-indexing/ports/failed-items.ts';
import type { BatchStep, IndexJobStore } from '../../../lambda/bulk-indexing/ports/index-job-store.ts';
import type { BoundingBox } from '../../../lambda/images/domain/quality-gate.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { aFace, NOON, TENANT } from './builders.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import {
  anImageOf,
  aStitchedImageOf,
  InMemoryCollections,
  NOBODY,
  personOf,
} from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { InMemoryTombstones } from './in-memory-tombstones.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** The header of a PNG of 1000 x 1000 pixels, which is all that is read of it. */
const PNG_HEADER = Buffer.from('89504e470d0a1a0a0000000d49484452000003e8000003e8', 'hex');
/** A picture of a person with a header; `shot` distinguishes two pictures of one person. */
export const aPictureOf = (person: string, shot = 1): Uint8Array =>
  new Uint8Array(Buffer.concat([PNG_HEADER, anImageOf(person, shot)]));

/** Who is in a picture of {@link aPictureOf}. */
const personIn = (picture: Uint8Array): string => personOf(picture.subarray(PNG_HEADER.length));

export const aJob = (changes: Partial<IndexJob> = {}): IndexJob => ({
  tenant: TENANT,
  id: 'ij_1',
  status: 'running',
  format: 'csv',
  quality_gate: true,
  duplicates: 'ignore',
  crop_faces: false,
  created_at: NOON.toISOString(),
  total: 4,
  counts: { indexed: 0, skipped: 0, rejected: 0, failed: 0 },
  calls: {},
  ...changes,
});

/** The input of a call of the state machine, but for its rows. */
export const anExecution = (job_id = 'ij_1') =>
  ({ tenant: TENANT, job_id, format: 'csv', bucket: 'evidence', manifest_key: 'm' }) as const;

/** Two people, one of them twice, and an image of another tenant. */
export const ROWS = [
  { index: 0, row: { user_id: 'ann', image_key: 'acme/ann.png' } },
  { index: 1, row: { user_id: 'bob', image_key: 'acme/bob.png' } },
  { index: 2, row: { user_id: 'ann', image_key: 'acme/ann.png' } },
  { index: 3, row: { user_id: 'eve', image_key: 'globex/eve.png' } },
];

/** Two people with two images each, and one image that is not there. */
export const ROWS_OF_SEVERAL = [
  {
    index: 0,
    row: { user_id: 'ann', image_keys: ['acme/ann.png', 'acme/gone.png', 'acme/ann-later.png'] },
  },
  { index: 1, row: { user_id: 'bob', image_key: 'acme/bob.png', image_key_2: 'acme/bob-later.png' } },
];

type IndexBatchJobs = Pick<IndexJobStore, 'get' | 'findStep' | 'recordStep' | 'lease' | 'giveUpLease'>;

class InMemoryIndexJobs implements IndexBatchJobs {
  job: IndexJob = aJob();
  readonly steps = new Map<string, BatchStep>();
  readonly leases = new Map<string, string>();
  get = async () => this.job;
  findStep = async (_tenant: string, _id: string, firstRow: number, from: number) =>
    this.steps.get(`${firstRow}#${from}`)?.next;
  recordStep = async (_tenant: string, _id: string, step: BatchStep) => {
    const key = `${step.firstRow}#${step.from}`;
    if (!this.steps.has(key)) this.steps.set(key, step);
  };
  lease = async (_tenant: string, userId: string, batch: string) => {
    const holder = this.leases.get(userId) ?? batch;
    if (holder === batch) this.leases.set(userId, batch);
    return holder === batch;
  };
  giveUpLease = async (_tenant: string, userId: string) => {
    this.leases.delete(userId);
  };
}

const noUsers = () => Promise.reject(new Error('these collections have no users'));

/** Works on a row as its batch does. */
export async function indexRow(
  job: IndexJob,
  row: Readonly<Record<string, unknown>>,
  dependencies: IndexItemDependencies,
): Promise<ItemOutcome> {
  const item = parseItem(job, 0, row);
  return item ? indexItem(item, dependencies) : invalidRow(0, row);
}

/** An index job over some images, at noon. */
export function aBulkWorld() {
  const sessions = new InMemorySessionStore();
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const jobs = new InMemoryIndexJobs();
  const images = new InMemoryImages({
    'acme/ann.png': aPictureOf('ann'),
    'acme/bob.png': aPictureOf('bob'),
    'acme/ann-later.png': aPictureOf('ann', 2),
    'acme/bob-later.png': aPictureOf('bob', 2),
  });
  const archive = new InMemoryImages({
    'people/ann.png': aPictureOf('ann'),
    'letters/bob.png': aPictureOf('bob'),
  });
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const pairs = new InMemoryAllowedPairs();
  const tombstones = new InMemoryTombstones();
  const cropped: BoundingBox[] = [];
  const written = new Map<string, string>();
  const setAside: FailedItem[] = [];
  const waits: number[] = [];
  const { emit, metrics } = recordedMetrics();
  let ids = 0;
  const dependencies: IndexBatchDependencies = {
    jobs,
    files: {
      write: async (key, text) => {
        written.set(key, String(text));
      },
    },
    failedItems: {
      setAside: async (item) => {
        setAside.push(item);
      },
    },
    pairs,
    tombstones,
    receipts: sessions.receipts,
    enrollments,
    mappings: enrollments,
    bulk: {
      enroll: async (claim, mappings, { given, standing } = {}) => {
        const held = enrollments.claims.get(`${claim.tenant}#${claim.user_id}`);
        if (held?.state === 'enrolled' && held.image_sha256 === claim.image_sha256) return 'enrolled';
        if (!held) return 'refused';
        if (standing && !sessions.receipts.holds(standing)) return 'consent_withdrawn';
        if (given) sessions.receipts.write(given);
        enrollments.enroll(claim, mappings);
        return 'enrolled';
      },
      abandon: async (abandoned) => sessions.giveUp(abandoned),
    },
    deletionQueue: enrollments.deletionQueue,
    collections,
    sourceOf: async (tenant, bucket) => {
      if (bucket === undefined) return { images, prefix: `${tenant}/` };
      return bucket === 'archive' ? { images: archive, prefix: 'people/' } : undefined;
    },
    faces: {
      detectFaces: async () => [aFace()],
      compareFaces: async (one, other) => {
        const people = [one, other].map(personIn);
        if (people.includes(NOBODY)) return undefined;
        const similarity = people[0] === people[1] ? 99.9 : 0.0001;
        const { boundingBox } = aFace();
        return { selfieFace: boundingBox, faces: [{ similarity, boundingBox }] };
      },
    },
    enrolledImages,
    editor: {
      edit: async (bytes, _maxSidePx, part) => {
        if (part) cropped.push(part);
        return { bytes, widthPx: 500, heightPx: 500 };
      },
      stitch: async (parts, stitching) => ({ bytes: aStitchedImageOf(parts, stitching), ...stitching }),
    },
    limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    random: () => 0.5,
    timeout: () => new AbortController().signal,
    users: { search: noUsers, facesOf: noUsers },
    vectorRequests: { isBuilding: async () => false },
    collectionPrefix: 'face-idv',
    generations: activeGenerations(),
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    newIdentifier: (prefix) => {
      ids += 1;
      return `${prefix}_${ids}`;
    },
    emit,
  };
  return {
    pairs,
    tombstones,
    receipts: sessions.receipts,
    enrollments,
    collections,
    jobs,
    images,
    enrolledImages,
    cropped,
    written,
    setAside,
    waits,
    metrics,
    dependencies,
  };
}
export type BulkWorld = ReturnType<typeof aBulkWorld>;
