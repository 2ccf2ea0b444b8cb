import * as z from 'zod/mini';

/**
 * Stores of what belongs to a user, in the order in which they are erased: first what would write more, then
 * faces before the rows that name them, images before the rows that name them, and rows by user last. A store
 * enters this list with its rule in `inventory.ts`.
 */
export const storeName = z.enum([
  /** Sessions that wait, are processed or are reviewed: they are canceled. */
  'open_sessions',
  /** Enrollments under way, of sessions and of index jobs: they are given up. */
  'open_enrollments',
  /** Faces of enrollments that were given up or replaced, which wait to be deleted. */
  'face_deletions',
  /** Faces in every generation and shard, with their vectors, mappings and claims. */
  'faces',
  'user_vectors',
  /** Entries of watchlists that were made of the user's sessions, unless a legal hold keeps them. */
  'watchlist_entries',
  /** Faces in the second region, of the user and of those entries, and the requests that delete them. */
  'replicas',
  /** Images of enrolled faces, with all versions. */
  'enrolled_images',
  /** Images that index jobs were given in the product's own bucket, with all versions. */
  'uploaded_originals',
  /** Selfies, documents and audit images of sessions, with all versions. */
  'evidence',
  /** Rows that the index of users finds: captures, cases, face records, events, findings. */
  'indexed_rows',
  /** Sessions with their liveness checks and events, proofs, logins and capture links. */
  'session_rows',
  /** Rows in the user's own partitions: claims, enrollments, lockouts, allowed pairs, leases. */
  'user_rows',
]);
export type StoreName = z.infer<typeof storeName>;
export const STORE_NAMES: readonly StoreName[] = storeName.options;

/** Stores that hold what another one is found by: it is erased only once they are empty. */
export const WAITS_FOR: Readonly<Partial<Record<StoreName, readonly StoreName[]>>> = {
  // a face whose id is lost is found by its image
  enrolled_images: ['face_deletions', 'faces', 'watchlist_entries', 'replicas'],
  evidence: ['open_enrollments', 'face_deletions'],
  indexed_rows: ['face_deletions', 'faces'],
  session_rows: ['open_sessions', 'watchlist_entries', 'evidence'],
  user_rows: ['open_enrollments', 'faces', 'uploaded_originals'],
};
