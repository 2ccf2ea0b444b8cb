import type { BillableCalls } from '../../kernel/billing.ts';
import type { CheckFindings, SearchedShard } from '../../kernel/check.ts';

/** A face of a watchlist that matches. */
export interface WatchlistHit {
  readonly list_id: string;
  readonly entry_id: string;
  /** In percent. */
  readonly similarity: number;
  readonly face_id: string;
  readonly collection_id: string;
}

interface SearchedLists {
  readonly hits: readonly WatchlistHit[];
  readonly sawFace: boolean;
  readonly shards: readonly SearchedShard[];
  readonly calls: BillableCalls;
}

/**
 * Returns the findings of a search of watchlists: a hit on any list is a reason.
 * @param maxMatches of a report, the most similar first
 */
export function watchlistFindings(
  { hits, sawFace, shards, calls }: SearchedLists,
  maxMatches: number,
): CheckFindings {
  // rare, since a face was indexed or recognized: two models of Rekognition disagree
  if (!sawFace) return { reasons: ['face_not_detected'], calls };
  return {
    reasons: hits.length > 0 ? ['watchlist_hit'] : [],
    measures: [{ name: 'watchlist_hits', value: hits.length, limit: '0' }],
    matches: hits.slice(0, maxMatches),
    searchedShards: shards,
    calls,
  };
}
