import { hasThreshold, matchThreshold, reviewFrom } from '../../collections/domain/match-threshold.ts';
import type { Check, MatchedFace, SearchedShard } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { duplicateBands } from '../../registration/domain/duplicate-band.ts';
import { type DuplicateFace, duplicateFindings } from '../../registration/domain/duplicate-findings.ts';
import { certain, type JudgedAgain, numberOf, unknown, unmeasured } from './judged-again.ts';

type SearchingPolicy = Pick<VerificationPolicy, 'match_thresholds'> & {
  readonly search: Pick<VerificationPolicy['search'], 'document_face' | 'max_matches'>;
  readonly checks: Pick<VerificationPolicy['checks'], 'document'>;
};

/** Whether a policy has the portrait of the document searched beside the selfie. */
const searchesPortrait = ({ search, checks }: SearchingPolicy): boolean =>
  search.document_face && checks.document;

/**
 * Judges a stored search for duplicates by another policy. A match below the threshold that was searched is
 * unknown, and with it the outcome, unless a duplicate is known that no further match could add to.
 * @param pinned the policy by which it was made
 */
export function judgeDuplicatesAgain(
  check: Check | undefined,
  policy: SearchingPolicy,
  pinned: SearchingPolicy,
): JudgedAgain {
  if (!check) return unknown('search_not_made');
  const { searched_shards: shards, matches = [] } = check;
  if (!shards) return unmeasured(check);
  const { match_thresholds: table, search } = policy;
  if (!knowsModels(table, shards)) return unknown('unknown_model');
  const starts = shards.map((shard) => ({
    ...shard,
    threshold: reviewFrom(table, shard.face_model_version, 'duplicate'),
  }));
  const { isInBand } = duplicateBands(starts, table);
  const startOf = new Map(starts.map(({ collection_id, threshold }) => [collection_id, threshold]));
  const faces = matches.map(faceOf).map((face) => ({ ...face, isInBand: isInBand(face) }));
  const bySelfie = faces.filter(
    ({ found_by, collectionId, similarity }) =>
      found_by !== 'document' && similarity >= (startOf.get(collectionId) ?? 0),
  );
  // the search for a portrait has no band
  const byDocument = faces.filter(({ found_by, isInBand }) => found_by === 'document' && !isInBand);
  const { reasons } = duplicateFindings(
    { bySelfie, ...(searchesPortrait(policy) ? { byDocument } : {}) },
    { hasBand: true, maxMatches: search.max_matches },
  );
  if (reasons.includes('duplicate_face')) return certain(reasons);
  const because = unseenBy(check, shards, { policy, pinned, hasPossible: reasons.length > 0 });
  return because ? unknown(because, reasons) : certain(reasons);
}

interface Asking {
  readonly policy: SearchingPolicy;
  readonly pinned: SearchingPolicy;
  /** Whether a possible duplicate is known. */
  readonly hasPossible: boolean;
}

/** Returns why a search without a duplicate may have one under another policy; undefined if it has none. */
function unseenBy(
  check: Check,
  shards: readonly SearchedShard[],
  { policy, pinned, hasPossible }: Asking,
): JudgedAgain['unknown'] {
  const wasPortraitSearched = numberOf(check, 'document_duplicate_faces') !== undefined;
  if (searchesPortrait(policy) && !wasPortraitSearched && !searchesPortrait(pinned)) return 'search_not_made';
  if (!holdsEveryMatch(check)) return 'measure_not_taken';
  const table = policy.match_thresholds;
  const isSeen = shards.every(({ face_model_version: model, threshold, review_from = threshold }) => {
    if (threshold === undefined || review_from === undefined) return false;
    const certainFrom = matchThreshold(table, model, 'duplicate');
    if (searchesPortrait(policy) && wasPortraitSearched && certainFrom < threshold) return false;
    // one possible duplicate asks the same as several
    return review_from <= (hasPossible ? certainFrom : reviewFrom(table, model, 'duplicate'));
  });
  return isSeen ? undefined : 'below_searched_threshold';
}

/** Names of the measures that count the matches of a search, before its report was cut. */
const COUNTS = ['duplicate_faces', 'document_duplicate_faces', 'possible_duplicate_faces'] as const;

const holdsEveryMatch = (check: Check): boolean =>
  COUNTS.reduce((sum, name) => sum + (numberOf(check, name) ?? 0), 0) <= (check.matches ?? []).length;

/** Judges a stored search of watchlists by another policy. */
export function judgeWatchlistsAgain(
  check: Check,
  { match_thresholds: table }: Pick<VerificationPolicy, 'match_thresholds'>,
): JudgedAgain {
  const { searched_shards: shards, matches = [] } = check;
  if (!shards) return unmeasured(check);
  if (!knowsModels(table, shards)) return unknown('unknown_model');
  const thresholds = new Map(
    shards.map(({ collection_id, face_model_version: model }) => [
      collection_id,
      matchThreshold(table, model, 'duplicate'),
    ]),
  );
  if (matches.some(({ collection_id, similarity }) => similarity >= (thresholds.get(collection_id) ?? 0)))
    return certain(['watchlist_hit']);
  const isSeen = shards.every(
    ({ collection_id, threshold }) =>
      threshold !== undefined && threshold <= (thresholds.get(collection_id) ?? 0),
  );
  return isSeen ? certain([]) : unknown('below_searched_threshold');
}

const knowsModels = (table: VerificationPolicy['match_thresholds'], shards: readonly SearchedShard[]) =>
  shards.every(({ face_model_version: model }) => hasThreshold(table, model));

const faceOf = ({
  face_id,
  collection_id,
  similarity,
  user_id,
  found_by,
}: MatchedFace): Omit<DuplicateFace, 'isInBand'> & Pick<MatchedFace, 'found_by'> => ({
  id: face_id,
  collectionId: collection_id,
  similarity,
  record: user_id === undefined ? {} : { user_id },
  ...(found_by === undefined ? {} : { found_by }),
});
