import { type MatchThresholdTable, matchThreshold } from '../../collections/domain/match-threshold.ts';
import type { SearchedShard } from '../../kernel/check.ts';

/** A face as a search found it. */
interface FoundFace {
  readonly collectionId: string;
  /** In percent. */
  readonly similarity: number;
}

/** Thresholds and bands of the collections that a search for duplicates has asked. */
export interface DuplicateBands {
  /** The shards with their thresholds, and where the band begins if there is one. */
  readonly shards: readonly SearchedShard[];
  /** Whether a face is below the threshold of its collection, and so for a person to judge. */
  readonly isInBand: (face: FoundFace) => boolean;
}

/**
 * Returns the thresholds of a search for possible duplicates, each by the model of its collection.
 * @param searched shards as the search returns them, whose threshold is the start of the band
 */
export function duplicateBands(
  searched: readonly SearchedShard[],
  thresholds: MatchThresholdTable,
): DuplicateBands {
  const shards = searched.map(({ threshold: start = 0, ...shard }): SearchedShard => {
    const threshold = matchThreshold(thresholds, shard.face_model_version, 'duplicate');
    return { ...shard, threshold, ...(start < threshold ? { review_from: start } : {}) };
  });
  const thresholdOf = new Map(shards.map(({ collection_id, threshold = 0 }) => [collection_id, threshold]));
  return {
    shards,
    isInBand: ({ collectionId, similarity }) => similarity < (thresholdOf.get(collectionId) ?? 0),
  };
}
