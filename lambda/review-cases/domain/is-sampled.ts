import { isDrawn } from '../../kernel/draw.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { LivenessScore } from '../../sessions/domain/liveness-session.ts';

type Sampling = VerificationPolicy['sampling'];

/**
 * Whether a person looks at a passed liveness check: always if it was close to the threshold, and otherwise
 * for a share of all. A check below the threshold is held for a person anyway.
 * @param id of the liveness session; the draw is the same each time. The score, which no client gets, is part
 * of it: nobody can see from an id whether the check will be looked at, and take another one.
 */
export const isSampled = (id: string, score: LivenessScore, sampling: Sampling): boolean =>
  isDrawn(`${id}#${score.confidence}`, sampledPercent(score, sampling));

/** Chance in percent that a check with this score is in the sample. */
export function sampledPercent(
  { confidence, min_confidence }: LivenessScore,
  { share_percent, points_above_threshold }: Sampling,
): number {
  if (confidence < min_confidence) return 0;
  return confidence < min_confidence + points_above_threshold ? 100 : share_percent;
}
