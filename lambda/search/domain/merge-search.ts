import {
  type MatchThresholdTable,
  type MatchTier,
  matchThreshold,
} from '../../collections/domain/match-threshold.ts';
import type { SearchedShard } from '../../kernel/check.ts';

/** A face or a user vector that a search found. */
export interface Candidate {
  /** Id of the face or user vector in its collection. */
  readonly id: string;
  /** ExternalImageId of a face; undefined for a user, and for a face that was indexed without one. */
  readonly imageId?: string;
  /** In percent. */
  readonly similarity: number;
}

/** The answer of one collection. */
export interface ShardAnswer {
  readonly collectionId: string;
  readonly generation: string;
  readonly vectors: 'face' | 'user';
  readonly faceModelVersion: string;
  readonly candidates: readonly Candidate[];
}

export interface MergedCandidate extends Candidate {
  readonly collectionId: string;
  readonly vectors: 'face' | 'user';
}

export interface MergedSearch {
  /** The most similar first. */
  readonly candidates: readonly MergedCandidate[];
  readonly shards: readonly SearchedShard[];
}

/**
 * Merges the answers of a search, in any order and any split. Each candidate is judged by the threshold of
 * its collection's model, since scores of two versions cannot be compared (whitepaper 6.1); a candidate found
 * twice counts once, with its best similarity.
 * @throws UnknownFaceModelVersion
 */
export function mergeSearch(
  answers: readonly ShardAnswer[],
  thresholds: MatchThresholdTable,
  tier: MatchTier,
): MergedSearch {
  const candidates = new Map<string, MergedCandidate>();
  const shards = new Map<string, SearchedShard>();
  for (const { collectionId, generation, vectors, faceModelVersion, candidates: found } of answers) {
    const threshold = matchThreshold(thresholds, faceModelVersion, tier);
    shards.set(`${collectionId} ${vectors}`, {
      collection_id: collectionId,
      face_model_version: faceModelVersion,
      generation,
      vectors,
      threshold,
    });
    for (const candidate of found) {
      if (candidate.similarity < threshold) continue;
      keepBest(candidates, `${collectionId} ${vectors} ${candidate.id}`, {
        ...candidate,
        collectionId,
        vectors,
      });
    }
  }
  return {
    candidates: [...candidates.values()].sort(bySimilarity),
    shards: [...shards.entries()].sort(([one], [other]) => compareText(one, other)).map(([, shard]) => shard),
  };
}

/** Something with a similarity, and an id to break ties. */
interface Ranked {
  readonly similarity: number;
  readonly collectionId: string;
  readonly id: string;
  readonly vectors?: string;
}

/**
 * Returns the best `limit` candidates, one per person: the
 * most similar of each, the most similar person first.
 * @param personOf the person of a candidate; undefined if unknown, and the candidate then counts by itself
 */
export function bestOfEachPerson<Found extends Ranked>(
  candidates: readonly Found[],
  personOf: (candidate: Found) => string | undefined,
  limit: number,
): readonly Found[] {
  const best = new Map<string, Found>();
  for (const candidate of candidates) {
    const person = personOf(candidate);
    keepBest(
      best,
      person === undefined ? `${candidate.collectionId} ${candidate.id}` : `#${person}`,
      candidate,
    );
  }
  return [...best.values()].sort(bySimilarity).slice(0, limit);
}

function keepBest<Found extends Ranked>(kept: Map<string, Found>, key: string, candidate: Found): void {
  const held = kept.get(key);
  if (!held || bySimilarity(candidate, held) < 0) kept.set(key, candidate);
}

/** The most similar first; ties by id, so that the order never depends on which shard answered first. */
const bySimilarity = (one: Ranked, other: Ranked): number =>
  other.similarity - one.similarity ||
  compareText(one.collectionId, other.collectionId) ||
  compareText(one.id, other.id) ||
  compareText(one.vectors ?? '', other.vectors ?? '');

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
