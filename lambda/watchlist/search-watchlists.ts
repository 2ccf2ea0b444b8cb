import { collectionOfList } from '../collections/collections-to-write.ts';
import { type Generations, watchlistsOf } from '../collections/contract.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { ownerKey } from '../kernel/face-owner.ts';
import {
  type CompleteSearch,
  type SearchCollectionsDependencies,
  searchCollections,
} from '../search/search-collections.ts';
import { isSearched } from './domain/watchlist-entry.ts';
import type { WatchlistHit } from './domain/watchlist-findings.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

export interface SearchWatchlistsDependencies extends SearchCollectionsDependencies {
  readonly collectionPrefix: string;
  readonly generations: Pick<GenerationRegistry, 'get'>;
  /** The configured generations, with the watchlists. */
  readonly declared: Generations;
  readonly enrollments: Pick<EnrollmentStore, 'faceRecords'>;
  readonly entries: Pick<WatchlistEntries, 'get'>;
}

export interface WatchlistSearch extends Pick<CompleteSearch, 'sawFace' | 'shards' | 'calls'> {
  /** The most similar first; one for each face of an entry. */
  readonly hits: readonly WatchlistHit[];
}

/**
 * Searches all watchlists of a tenant for a face, completely or not at all: one call for each list. An entry
 * counts while it is active and has not expired, unless a reviewer has found that the user of the session is
 * somebody else.
 * @param allowed keys of owners who form an allowed pair with that user
 * @returns undefined if the tenant has no watchlist: nothing was asked
 * @throws SearchIncomplete if a list did not answer; SearchRefused if it never will
 */
export async function searchWatchlists(
  image: Uint8Array,
  tenant: string,
  allowed: ReadonlySet<string>,
  dependencies: SearchWatchlistsDependencies,
): Promise<WatchlistSearch | undefined> {
  const { collectionPrefix, generations, declared, enrollments } = dependencies;
  const lists = watchlistsOf(declared, tenant);
  if (lists.length === 0) return undefined;
  const { active } = await generations.get(tenant);
  const targets = lists.map((list) => ({
    collectionId: collectionOfList(collectionPrefix, active, tenant, list),
    generation: active.generation,
    vectors: 'face' as const,
  }));
  const { candidates, ...search } = await searchCollections(
    // faces that are not mapped count for nobody, so the second region has all that do
    { tenant, image, tier: 'duplicate', targets, enrolledOnly: true },
    dependencies,
  );
  const records = await enrollments.faceRecords(
    tenant,
    candidates.map(({ id }) => id),
  );
  const hits = await Promise.all(
    candidates.map(async ({ id, collectionId, similarity }): Promise<readonly WatchlistHit[]> => {
      const { state, entry: owner } = records.get(id) ?? {};
      if (state !== 'mapped' || !owner || allowed.has(ownerKey(owner))) return [];
      const { list_id, entry_id } = owner;
      const entry = await dependencies.entries.get(tenant, list_id, entry_id);
      if (!entry || !isSearched(entry, dependencies.clock())) return [];
      return [{ list_id, entry_id, similarity, face_id: id, collection_id: collectionId }];
    }),
  );
  return { ...search, hits: hits.flat() };
}
