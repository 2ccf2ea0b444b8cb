import { type CheckFindings, SIMILARITY_MEASURE } from '../../kernel/check.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import { sameFace } from './box-overlap.ts';
import { type BoundingBox, faceSizePx, type ImageSize } from './quality-gate.ts';

/** A face of a document and its similarity to the selfie. */
export interface ComparedFace {
  /** 0 to 100. */
  readonly similarity: number;
  readonly boundingBox: BoundingBox;
}

/** Result of a comparison in which both images show a face. */
export interface Comparison {
  /** Box of the selfie's largest face, which was compared. */
  readonly selfieFace: BoundingBox;
  /** Every face of the document. */
  readonly faces: readonly ComparedFace[];
}

/** A document as compared, and the face that the quality gate judged. */
export interface ComparedDocument {
  readonly portrait: BoundingBox;
  /** Pixels of the original that the compared image shows, before it was scaled down. */
  readonly shown: ImageSize;
}

export interface ComparisonLimits {
  readonly matchFrom: number;
  /** Where the review band below it begins; the same where there is none. */
  readonly reviewFrom: number;
  /** A face less similar than this shows another person than the selfie. */
  readonly otherPersonBelow: number;
}

/** Name of the measure that holds the lowest similarity of the other faces. */
export const OTHER_FACES_MEASURE = 'other_faces_similarity_percent';

/** Faces smaller than this are print, holograms and bystanders. */
const MIN_OTHER_FACE_PX = 80;

/** Returns the face at a box; undefined if there is none. */
export function faceAt(box: BoundingBox, faces: readonly ComparedFace[]): ComparedFace | undefined {
  const boxes = faces.map(({ boundingBox }) => boundingBox);
  return faces[sameFace(box, boxes) ?? -1];
}

/** Faces next to the one that counts which are large enough to be portraits, too. */
export const otherFaces = <Face extends { readonly boundingBox: BoundingBox }>(
  faces: readonly Face[],
  own: Face,
  image: ImageSize,
): readonly Face[] =>
  faces.filter((face) => face !== own && faceSizePx(face.boundingBox, image) >= MIN_OTHER_FACE_PX);

/**
 * Judges the faces of a document by their similarity to the selfie. Only the portrait can match:
 * a picture of the applicant may lie beside a stranger's card. A ghost portrait shows the same person
 * as the selfie; a large face of another person means that the portrait may not be the card's.
 */
export function judgeComparison(
  faces: readonly ComparedFace[],
  { portrait, shown }: ComparedDocument,
  { matchFrom, reviewFrom, otherPersonBelow }: ComparisonLimits,
): Pick<CheckFindings, 'reasons' | 'measures'> {
  const own = faceAt(portrait, faces);
  if (!own) return { reasons: ['document_face_not_found'] };
  const { similarity } = own;
  const others = otherFaces(faces, own, shown);
  const leastSimilar = Math.min(100, ...others.map((other) => other.similarity));
  return {
    reasons: comparisonReasons({ similarity, leastSimilar }, { matchFrom, reviewFrom, otherPersonBelow }),
    measures: [
      { name: SIMILARITY_MEASURE, value: similarity, limit: `>= ${matchFrom}` },
      ...(others.length > 0
        ? [{ name: OTHER_FACES_MEASURE, value: leastSimilar, limit: `>= ${otherPersonBelow}` }]
        : []),
    ],
  };
}

/** Similarities to the selfie, in percent. */
export interface ComparedSimilarities {
  /** That of the portrait. */
  readonly similarity: number;
  /** The lowest of the other faces that may be portraits; 100 if there is none. */
  readonly leastSimilar: number;
}

/** Returns why a portrait, among the other faces of its document, does not match; empty if it does. */
export const comparisonReasons = (
  { similarity, leastSimilar }: ComparedSimilarities,
  { matchFrom, reviewFrom, otherPersonBelow }: ComparisonLimits,
): readonly ReasonCode[] => [
  ...(similarity >= matchFrom ? [] : [belowThreshold(similarity, reviewFrom)]),
  ...(leastSimilar >= otherPersonBelow ? [] : (['document_multiple_people'] as const)),
];

const belowThreshold = (similarity: number, reviewFrom: number): ReasonCode =>
  similarity >= reviewFrom ? 'match_in_band' : 'face_mismatch';
