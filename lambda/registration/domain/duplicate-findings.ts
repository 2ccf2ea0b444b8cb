import type { CheckFindings, MatchedFace } from '../../kernel/check.ts';
import { bestOfEachPerson } from '../../search/domain/merge-search.ts';

/** Another user's face that makes the one who registers a duplicate, or a possible one. */
export interface DuplicateFace {
  readonly id: string;
  readonly collectionId: string;
  /** In percent. */
  readonly similarity: number;
  readonly isInBand: boolean;
  readonly record: { readonly user_id?: string } | undefined;
}

export interface DuplicateRules {
  /** Whether the policy has a review band. */
  readonly hasBand: boolean;
  /** Maximum matches in a report. */
  readonly maxMatches: number;
}

/**
 * Returns the findings of a search for duplicates: a person with a face at or above the threshold is a
 * duplicate, and one with a face in the band alone a possible duplicate. The matches are the best of each
 * person, the duplicates first; a face without a user counts by itself.
 */
export function duplicateFindings(
  found: readonly DuplicateFace[],
  { hasBand, maxMatches }: DuplicateRules,
): Pick<CheckFindings, 'reasons' | 'measures' | 'matches'> {
  const certain = found.filter(({ isInBand }) => !isInBand);
  const people = new Set(certain.flatMap(({ record }) => record?.user_id ?? []));
  const duplicates = matchesOf(certain, maxMatches);
  const possible = matchesOf(
    found.filter(({ isInBand, record }) => isInBand && !people.has(record?.user_id ?? '')),
    maxMatches,
  );
  return {
    reasons: duplicates.length > 0 ? ['duplicate_face'] : possible.length > 0 ? ['possible_duplicate'] : [],
    measures: [
      { name: 'duplicate_faces', value: duplicates.length, limit: '0' },
      ...(hasBand ? [{ name: 'possible_duplicate_faces', value: possible.length, limit: '0' }] : []),
    ],
    matches: [...duplicates, ...possible].slice(0, maxMatches),
  };
}

const matchesOf = (faces: readonly DuplicateFace[], limit: number): readonly MatchedFace[] =>
  bestOfEachPerson(faces, ({ record }) => record?.user_id, limit).map(
    ({ id, collectionId, similarity, record }) => ({
      face_id: id,
      collection_id: collectionId,
      similarity,
      ...(record?.user_id !== undefined ? { user_id: record.user_id } : {}),
    }),
  );
