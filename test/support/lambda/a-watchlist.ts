import type { WatchlistFaceMapping } from '../../../lambda/enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../../lambda/enrollment/domain/replicated-image.ts';
import type { MissingImage } from '../../../lambda/enrollment/ports/missing-images.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { ownerKey } from '../../../lambda/kernel/face-owner.ts';
import {
  type CompleteWatchlistEntryDependencies,
  completeWatchlistEntry,
} from '../../../lambda/watchlist/complete-watchlist-entry.ts';
import { ownerOfEntry, type WatchlistEntry } from '../../../lambda/watchlist/domain/watchlist-entry.ts';
import type { WatchlistEntries } from '../../../lambda/watchlist/ports/watchlist-entries.ts';
import {
  type RemoveWatchlistEntryDependencies,
  removeWatchlistEntry,
} from '../../../lambda/watchlist/remove-watchlist-entry.ts';
import { aPictureOf } from './a-bulk-world.ts';
import { anOperator, NOON, TENANT } from './builders.ts';
import { InMemoryCollections } from './in-memory-collections.ts';
import { activeGenerations, aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const LIST = 'face-idv.acme.g1_fraud.0';
export const UPLOAD = 'acme/wle_1/watchlist/image';
/** Time after which an entry that nobody has completed is removed. */
export const TOMORROW = new Date(NOON.getTime() + 86_400_000).toISOString();

export const anEntry = (changes: Partial<WatchlistEntry> = {}): WatchlistEntry => ({
  tenant: TENANT,
  list_id: 'fraud',
  id: 'wle_1',
  state: 'pending',
  revision: 1,
  reason: { code: 'confirmed_fraud' },
  source: 'fraud team',
  added_by: 'olivia',
  added_at: NOON.toISOString(),
  image: { key: UPLOAD },
  due_at: TOMORROW,
  ...changes,
});

/** Entries and mappings of faces in maps, each call atomic. */
export class InMemoryWatchlistEntries implements WatchlistEntries {
  readonly rows = new Map<string, WatchlistEntry>();
  readonly mappings: WatchlistFaceMapping[] = [];
  /** Of the tenant's generations, as the registry has it. */
  generationsRevision = 0;

  constructor(...entries: readonly WatchlistEntry[]) {
    for (const entry of entries) this.rows.set(entry.id, entry);
  }

  add: WatchlistEntries['add'] = async (entry) => void this.rows.set(entry.id, entry);
  get: WatchlistEntries['get'] = async (tenant, listId, id) => {
    const entry = this.rows.get(id);
    return entry?.tenant === tenant && entry.list_id === listId ? entry : undefined;
  };
  list: WatchlistEntries['list'] = async (_tenant, listId, limit, afterId = '~') => {
    const all = [...this.rows.values()]
      .filter(({ list_id, id }) => list_id === listId && id < afterId)
      .sort((one, other) => (one.id < other.id ? 1 : -1));
    const entries = all.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(all.length > limit && last ? { lastId: last.id } : {}) };
  };
  listDue: WatchlistEntries['listDue'] = async (_tenant, now, limit) =>
    [...this.rows.values()]
      .filter(({ due_at }) => due_at !== undefined && due_at <= now.toISOString())
      .slice(0, limit);
  save: WatchlistEntries['save'] = async (before, after) => {
    if (this.rows.get(before.id)?.revision !== before.revision) return false;
    this.rows.set(after.id, after);
    return true;
  };
  activate: WatchlistEntries['activate'] = async (before, after, mappings, revision) => {
    if (revision !== this.generationsRevision || !(await this.save(before, after))) return false;
    this.mappings.push(...mappings);
    return true;
  };
  unmap: WatchlistEntries['unmap'] = async (gone) => {
    for (const { face_id } of gone)
      this.mappings.splice(
        this.mappings.findIndex((mapping) => mapping.face_id === face_id),
        1,
      );
  };
  remove: WatchlistEntries['remove'] = async ({ id }) => void this.rows.delete(id);
}

/** The watchlists of a tenant without any, for searches that also ask them. */
export const noWatchlists = () => ({
  declared: { default: [aGeneration()], tenants: {} },
  entries: new InMemoryWatchlistEntries(),
});

/** A watchlist with one entry, whose image shows Mallory. */
export function aWatchlist(entry: WatchlistEntry = anEntry(), generations = activeGenerations()) {
  const entries = new InMemoryWatchlistEntries(entry);
  const collections = new InMemoryCollections();
  const images = new InMemoryImages({ [entry.image.key]: aPictureOf('mallory') });
  const enrolledImages = new InMemoryImages({}, 'enrolled');
  const missing: [string, MissingImage][] = [];
  const sent: ReplicatedImage[] = [];
  const forgotten: string[] = [];
  const { emit, metrics } = recordedMetrics();
  let drawn = 0;
  const ports = {
    entries,
    collections,
    images,
    enrolledImages,
    missing: {
      record: async (_tenant: string, generation: string, image: MissingImage) =>
        void missing.push([generation, image]),
    },
    mappings: {
      listOfOwner: async (_tenant: string, owner: Parameters<typeof ownerKey>[0]) =>
        entries.mappings.filter((mapping) => ownerKey(mapping) === ownerKey(owner)),
    },
    pairs: { forget: async (_tenant: string, key: string) => void forgotten.push(key) },
    editor: { edit: async () => undefined },
    replication: { send: async (image: ReplicatedImage) => void sent.push(image) },
    generations,
    collectionPrefix: 'face-idv',
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    newIdentifier: (prefix: string) => {
      drawn += 1;
      return `${prefix}_${drawn}`;
    },
    emit,
  };
  return {
    entries,
    collections,
    images,
    enrolledImages,
    missing,
    sent,
    forgotten,
    metrics,
    ports,
    complete: (changes: Partial<CompleteWatchlistEntryDependencies> = {}) =>
      completeWatchlistEntry(anOperator(), entry.list_id, entry.id, { ...ports, ...changes }),
    remove: (changes: Partial<RemoveWatchlistEntryDependencies> = {}) =>
      removeWatchlistEntry(entries.rows.get(entry.id) ?? entry, 'removed', { ...ports, ...changes }),
    mapped: () => entries.mappings.map((mapping) => `${mapping.collection_id} ${mapping.face_id}`),
    owner: ownerOfEntry(entry),
  };
}
