import type { VerificationPolicy } from '../../kernel/policy.ts';
import { evidenceDigest } from '../../sessions/domain/decision-evidence.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { recordedEnding } from './recorded-ending.ts';
import { simulateSession } from './simulate-session.ts';
import type { Ending, SimulatedEnding } from './simulated-ending.ts';

/** A decision, judged again by the policy that made it. */
export interface ReplayedDecision {
  readonly recorded: Ending;
  readonly replayed: SimulatedEnding;
  /** Whether the outcome is the same. */
  readonly agrees: boolean;
  /** Whether the session still has the evidence that the ledger has a digest of. */
  readonly hasItsEvidence: boolean;
}

/**
 * Judges a decided session again by its stored measures, as often as one likes: no image is read, and nothing
 * is called.
 * @param pinned the policy that the session has pinned
 * @param evidenceSha256 digest that was chained with the decision
 * @throws Error if nothing was decided
 */
export function replayDecision(
  session: VerificationSession,
  pinned: VerificationPolicy,
  evidenceSha256: string | undefined,
): ReplayedDecision {
  const recorded = recordedEnding(session);
  const replayed = simulateSession(session, pinned, pinned);
  return {
    recorded,
    replayed,
    agrees: recorded.outcome === replayed.outcome,
    hasItsEvidence: evidenceDigest(session) === evidenceSha256,
  };
}
