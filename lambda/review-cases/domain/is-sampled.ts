import { isDrawn } from '../../kernel/draw.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { LivenessScore } from '../../sessions/domain/liveness-session.ts';

/**
 * Whether a person looks at a passed liveness check: always if it was close to the threshold, and otherwise
 * for a share of all. A check below the threshold is decided by others, or held.
 * @param id of the liveness session; the draw is the same each time. The score, which no client gets, is part
 * of it: nobody can see from an id whether the check will be looked at, and take another one.
 */
export function isSampled(
  id: string,
  { confidence, min_confidence }: LivenessScore,
  { share_percent, points_above_threshold }: VerificationPolicy['sampling'],
): boolean {
  if (confidence < min_confidence) return false;
  return (
    confidence < min_confidence + points_above_threshold || isDrawn(`${id}#${confidence}`, share_percent)
  );
}
