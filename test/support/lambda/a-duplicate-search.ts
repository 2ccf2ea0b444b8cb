import type { FaceState } from '../../../lambda/enrollment/domain/enrollment.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import type { InteractiveOperation } from '../../../lambda/rate-limits/contract.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import type { WatchlistEntry } from '../../../lambda/watchlist/domain/watchlist-entry.ts';
import { anEntry, InMemoryWatchlistEntries } from './a-watchlist.ts';
import {
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  aSession,
  minutesAfter,
  NOON,
  TENANT,
} from './builders.ts';
import { InMemoryAllowedPairs } from './in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from './in-memory-collections.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { activeGenerations, aGeneration } from './in-memory-generations.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { searchPorts } from './in-memory-users.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const SHARDS = 16;
const generations = activeGenerations({ shards: SHARDS });
export const collectionOf = (shard: number, tenant = TENANT) => `face-idv.${tenant}.g1.${shard}`;
export const anImageId = (minute: number) =>
  createIdentifier('img', minutesAfter(minute), new Uint8Array(10));

/** A search for the face of a person in all shards of a tenant, among them its own, which was just indexed. */
export function aDuplicateSearch(
  person = 'ann',
  registry = generations,
  changes: Parameters<typeof aRegistration>[0] = {},
  lists: readonly string[] = [],
) {
  const { emit, metrics } = recordedMetrics();
  /** A clock that waits move, and what others do meanwhile. */
  const time = { now: NOON, meanwhile: async () => {} };
  const sessions = new InMemorySessionStore(aSession({ status: 'processing' }));
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  /** Permits that were taken, and the calls before. */
  let refused: Error | undefined;
  const permitted: { operation: string; permits: number; calls: number }[] = [];
  const entries = new InMemoryWatchlistEntries();
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    entries,
    declared: {
      default: [aGeneration({ shards: SHARDS })],
      tenants: {},
      ...(lists.length > 0 ? { watchlists: { [TENANT]: [...lists] } } : {}),
    },
    enrollments,
    pairs: new InMemoryAllowedPairs(),
    collections,
    images: new InMemoryImages({ selfie: anImageOf(person), portrait: anImageOf(person) }),
    ...searchPorts(collections),
    collectionPrefix: 'face-idv',
    generations: registry,
    policy: { ...DEFAULT_POLICY, search: { ...DEFAULT_POLICY.search } },
    clock: () => time.now,
    wait: async (milliseconds: number) => {
      time.now = new Date(time.now.getTime() + milliseconds);
      await time.meanwhile();
    },
    emit,
    takePermits: async (operation: InteractiveOperation, permits: number) => {
      if (refused) throw refused;
      permitted.push({ operation, permits, calls: collections.calls.length });
    },
  };
  /** A face of somebody in some shard. */
  const aFaceOf = (who: string, shard: number, user_id: string, state: FaceState, imageId?: string) => {
    const faceId = collections.add(collectionOf(shard), who, imageId);
    enrollments.faces.set(faceId, { state, user_id });
    return faceId;
  };
  /** An active entry of a list with somebody's face. */
  const addEntry = (who: string, changed: Partial<WatchlistEntry> = {}) => {
    const entry = anEntry({ id: `wle_${who}`, state: 'active', ...changed });
    const faceId = collections.add(`face-idv.${TENANT}.g1_${entry.list_id}.0`, who);
    const { list_id, id: entry_id } = entry;
    enrollments.faces.set(faceId, { state: 'mapped', entry: { kind: 'watchlist', list_id, entry_id } });
    entries.rows.set(entry.id, entry);
    return faceId;
  };
  /** Searches once the own face is in the last shard. */
  const search = (image_id = anImageId(0), portrait?: { readonly key: string } | null) => {
    const face_id = aFaceOf(person, SHARDS - 1, 'user-1', 'pending', image_id);
    return searchDuplicateFaces(
      {
        registration: aRegistration(changes),
        selfie: aPreparedSelfie({ version_id: 'v7' }),
        enrollment: anIndexedFace({ face_id, image_id }),
        ...(portrait === undefined ? {} : { portrait }),
      },
      dependencies,
    );
  };
  const refusePermits = (error: Error) => {
    refused = error;
  };
  return { ...dependencies, permitted, refusePermits, metrics, time, aFaceOf, addEntry, search };
}
