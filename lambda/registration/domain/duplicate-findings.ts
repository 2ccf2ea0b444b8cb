import type { CheckFindings, MatchedFace, Measure } from '../../kernel/check.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { bestOfEachPerson } from '../../search/domain/merge-search.ts';

/** Another user's face that makes the one who registers a duplicate, or a possible one. */
export interface DuplicateFace {
  readonly id: string;
  readonly collectionId: string;
  /** In percent. */
  readonly similarity: number;
  /** Whether its similarity is in the review band. */
  readonly isInBand: boolean;
  readonly record: { readonly user_id?: string } | undefined;
}

export interface DuplicateRules {
  /** Whether the policy has a review band. */
  readonly hasBand: boolean;
  /** Maximum matches in a report. */
  readonly maxMatches: number;
}

/** Faces that the images of the one who registers resemble. */
export interface DuplicateFaces {
  readonly bySelfie: readonly DuplicateFace[];
  /** Absent if the portrait of the document was not searched. */
  readonly byDocument?: readonly DuplicateFace[] | undefined;
}

/**
 * Returns the findings of a search for duplicates: a person with a face at or above the threshold is a
 * duplicate, and one with a face in the band alone a possible duplicate. The matches are the best of each
 * person and image, the duplicates first; a face without a user counts by itself.
 */
export function duplicateFindings(
  { bySelfie, byDocument }: DuplicateFaces,
  { hasBand, maxMatches }: DuplicateRules,
): Pick<CheckFindings, 'reasons' | 'measures' | 'matches'> {
  const bestOf = (faces: readonly DuplicateFace[], image: FoundBy) =>
    matchesOf(faces, maxMatches, byDocument && image);
  const certain = bySelfie.filter(({ isInBand }) => !isInBand);
  const people = new Set([...certain, ...(byDocument ?? [])].flatMap(({ record }) => record?.user_id ?? []));
  const duplicates = bestOf(certain, 'selfie');
  const ofDocument = bestOf(byDocument ?? [], 'document');
  const possible = bestOf(
    bySelfie.filter(({ isInBand, record }) => isInBand && !people.has(record?.user_id ?? '')),
    'selfie',
  );
  const measure = (name: string, found: readonly MatchedFace[]): Measure => ({
    name,
    value: found.length,
    limit: '0',
  });
  return {
    reasons: reasonsOf(duplicates.length + ofDocument.length, possible.length),
    measures: [
      measure('duplicate_faces', duplicates),
      ...(byDocument ? [measure('document_duplicate_faces', ofDocument)] : []),
      ...(hasBand ? [measure('possible_duplicate_faces', possible)] : []),
    ],
    matches: [...duplicates, ...ofDocument, ...possible].slice(0, maxMatches),
  };
}

function reasonsOf(duplicates: number, possible: number): readonly ReasonCode[] {
  if (duplicates > 0) return ['duplicate_face'];
  return possible > 0 ? ['possible_duplicate'] : [];
}

type FoundBy = NonNullable<MatchedFace['found_by']>;

const matchesOf = (
  faces: readonly DuplicateFace[],
  limit: number,
  found_by: FoundBy | undefined,
): readonly MatchedFace[] =>
  bestOfEachPerson(faces, ({ record }) => record?.user_id, limit).map(
    ({ id, collectionId, similarity, record }) => ({
      face_id: id,
      collection_id: collectionId,
      similarity,
      ...(record?.user_id === undefined ? {} : { user_id: record.user_id }),
      ...(found_by === undefined ? {} : { found_by }),
    }),
  );
