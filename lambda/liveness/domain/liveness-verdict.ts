import type { SelfieReference } from '../../images/domain/image-reference.ts';
import type { Measure } from '../../kernel/check.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';

/** Result of a finished check. Confidence and image can be absent even if it succeeded. */
export interface LivenessEvidence {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** In percent. */
  readonly confidence?: number;
  readonly referenceImage?: SelfieReference;
}

export type LivenessVerdict =
  | {
      readonly passed: true;
      /** Whether a person has to judge it before it counts. */
      readonly inBand: boolean;
      readonly selfie: SelfieReference;
      readonly measures: readonly Measure[];
    }
  | { readonly passed: false; readonly reason: ReasonCode; readonly measures: readonly Measure[] };

export interface LivenessLimits {
  /** Confidence in percent from which a check passes. */
  readonly passFrom: number;
  /** Where the review band below it begins; the same where there is none. */
  readonly reviewFrom: number;
}

/**
 * Judges a finished check. SUCCEEDED only means that it ran: the
 * threshold decides, and without a reference image there is no selfie.
 */
export function judgeLiveness(
  evidence: LivenessEvidence,
  { passFrom, reviewFrom }: LivenessLimits,
): LivenessVerdict {
  const { confidence, referenceImage } = evidence;
  const measures: Measure[] =
    confidence === undefined
      ? []
      : [{ name: 'liveness_confidence_percent', value: confidence, limit: `>= ${passFrom}` }];
  if (evidence.status !== 'SUCCEEDED' || confidence === undefined)
    return { passed: false, reason: 'liveness_check_failed', measures };
  if (confidence < reviewFrom) return { passed: false, reason: 'liveness_confidence_low', measures };
  if (!referenceImage) return { passed: false, reason: 'reference_image_missing', measures };
  return { passed: true, inBand: confidence < passFrom, selfie: referenceImage, measures };
}
