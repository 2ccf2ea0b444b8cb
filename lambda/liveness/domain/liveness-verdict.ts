import type { SelfieReference } from '../../images/domain/image-reference.ts';
import type { VersionStanding } from '../../kernel/challenge-versions.ts';
import type { Measure } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { SessionType } from '../../kernel/session-type.ts';
import { enrollingType } from '../../sessions/domain/verification-session.ts';

/** Name of the measure that holds the confidence. */
export const CONFIDENCE_MEASURE = 'liveness_confidence_percent';

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
  /** How the version of the challenge stands to the policy's bounds. */
  readonly standing: VersionStanding;
}

/**
 * Judges a finished check. SUCCEEDED only means that it ran: the
 * threshold decides, and without a reference image there is no selfie. A retired
 * version of the challenge is refused with each score alike, so that it says nothing about the person.
 */
export function judgeLiveness(
  evidence: LivenessEvidence,
  { passFrom, reviewFrom, standing }: LivenessLimits,
): LivenessVerdict {
  const { confidence, referenceImage } = evidence;
  const measures: Measure[] =
    confidence === undefined
      ? []
      : [{ name: CONFIDENCE_MEASURE, value: confidence, limit: `>= ${passFrom}` }];
  if (standing === 'retired') return { passed: false, reason: 'challenge_version_retired', measures };
  if (evidence.status !== 'SUCCEEDED' || confidence === undefined)
    return { passed: false, reason: 'liveness_check_failed', measures };
  const standsAt = confidenceStanding(confidence, { passFrom, reviewFrom });
  if (standsAt === 'below') return { passed: false, reason: 'liveness_confidence_low', measures };
  if (!referenceImage) return { passed: false, reason: 'reference_image_missing', measures };
  return { passed: true, inBand: standsAt === 'in_band', selfie: referenceImage, measures };
}

type ConfidenceLimits = Pick<LivenessLimits, 'passFrom' | 'reviewFrom'>;

/** Compares the confidence of a check with its limits. */
export function confidenceStanding(
  confidence: number,
  { passFrom, reviewFrom }: ConfidenceLimits,
): 'below' | 'in_band' | 'passes' {
  if (confidence < reviewFrom) return 'below';
  return confidence < passFrom ? 'in_band' : 'passes';
}

/** A login and a step-up have no review band: their person cannot wait for a reviewer. */
export function confidenceLimits(
  type: SessionType,
  { liveness }: Pick<VerificationPolicy, 'liveness'>,
): ConfidenceLimits {
  const { min_confidence: passFrom, review_from: reviewFrom = passFrom } = liveness;
  return { passFrom, reviewFrom: enrollingType({ type }) ? reviewFrom : passFrom };
}
