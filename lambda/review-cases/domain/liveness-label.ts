import * as z from 'zod/mini';
import { livenessScore } from '../../sessions/domain/liveness-session.ts';
import type { ReviewCase } from './review-case.ts';

/** Finding of a person who has looked at the images of a passed liveness check. */
export const label = z.enum(['genuine', 'spoof', 'unclear']);

/**
 * The label of a sampled liveness check, which outlives its case: for the choice of a threshold. It holds no
 * user and no image; its ids lead to nobody once the session and the case are deleted.
 */
export const livenessLabel = z.extend(livenessScore, {
  /** Id of the case. */
  id: z.string(),
  tenant: z.string(),
  session_id: z.string(),
  liveness_session_id: z.string(),
  label,
  sampled_percent: z
    .number()
    .check(z.describe('Chance in percent that such a check was sampled: weight a label by its inverse.')),
  sampled_at: z.iso.datetime(),
  decided_at: z.iso.datetime(),
});
export type LivenessLabel = z.infer<typeof livenessLabel>;

/** Version of the challenge for counts; a response may lack it. */
export const challengeVersionOf = ({ challenge }: Pick<LivenessLabel, 'challenge'>): string =>
  challenge?.version ?? 'unknown';

/** Returns the label that a case has stored; undefined before its decision, and for any other case. */
export function labelOf(decided: ReviewCase): LivenessLabel | undefined {
  const { id, tenant, session, liveness_check, decision, opened_at } = decided;
  const found = label.safeParse(decision?.finding);
  if (!session || !liveness_check || !decision || !found.success) return undefined;
  const { id: liveness_session_id, ...score } = liveness_check;
  return {
    id,
    tenant,
    session_id: session.id,
    liveness_session_id,
    ...score,
    label: found.data,
    sampled_at: opened_at,
    decided_at: decision.decided_at,
  };
}
