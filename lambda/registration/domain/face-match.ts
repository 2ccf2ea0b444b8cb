import * as z from 'zod/mini';
import { type ComparisonLimits, judgeComparison } from '../../images/domain/document-comparison.ts';
import { imageReference } from '../../images/domain/image-reference.ts';
import { WHOLE, withinPart } from '../../images/domain/image-rules.ts';
import { billableCalls } from '../../kernel/billing.ts';
import { boundingBox } from '../../kernel/bounding-box.ts';
import { type CheckFindings, measure } from '../../kernel/check.ts';
import { isReasonCode } from '../../kernel/reason-code.ts';

/** The document as the quality gate saw it. */
export const judgedDocument = z.object({
  /** Box of the portrait, in shares of the document: the one face of it that can match. */
  portrait: boundingBox,
  /** Size of the uploaded image. */
  width_px: z.int().check(z.positive()),
  height_px: z.int().check(z.positive()),
  /** The portrait at full resolution, to compare again: scaled down, the document shows it too small. */
  crop: z.optional(z.extend(imageReference, { part: boundingBox })),
});
export type JudgedDocument = z.infer<typeof judgedDocument>;

/** Answer of CompareFaces, for the task that judges it: only the quality gate knows the portrait. */
export const comparison = z.object({
  /** Why nothing was compared; empty if it was. */
  refused_for: z.array(z.string()),
  /** Of the uploaded bytes; absent if an image cannot be read. */
  document_sha256: z.optional(z.string().check(z.length(64))),
  /** Judgement of an earlier run, which compared the same; nothing was compared now. */
  known: z.optional(z.object({ reasons: z.array(z.string()), measures: z.array(measure) })),
  /** The part of the document that was compared; absent for all of it. */
  part: z.optional(boundingBox),
  /** Every face of that; absent if an image shows none. */
  faces: z.optional(z.array(z.object({ similarity: z.number(), bounding_box: boundingBox }))),
  calls: billableCalls,
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
});
export type StoredComparison = z.infer<typeof comparison>;

/**
 * Judges a comparison by the portrait that the quality gate found: no other face of the document can match.
 * @param document undefined if the quality gate found no face in it
 */
export function judgeFaceMatch(
  { refused_for, known, part = WHOLE, faces, calls }: StoredComparison,
  document: JudgedDocument | undefined,
  limits: ComparisonLimits,
): CheckFindings {
  if (refused_for.length > 0) return { reasons: refused_for.filter(isReasonCode), calls };
  if (known) return { ...known, reasons: known.reasons.filter(isReasonCode), calls };
  if (!document) return { reasons: ['document_face_not_found'], calls };
  // one of the two images shows no face, and it is not the document
  if (!faces) return { reasons: ['face_not_detected'], calls };
  const { portrait, width_px, height_px } = document;
  const judged = judgeComparison(
    faces.map(({ similarity, bounding_box }) => ({ similarity, boundingBox: bounding_box })),
    {
      portrait: withinPart(portrait, part),
      shown: { widthPx: part.width * width_px, heightPx: part.height * height_px },
    },
    limits,
  );
  return { ...judged, calls };
}
