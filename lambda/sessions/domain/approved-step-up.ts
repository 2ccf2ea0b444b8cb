import type { Decision } from '../../kernel/decision.ts';
import type { ApprovedStepUp } from '../../step-up/domain/step-up-proof.ts';
import type { VerificationSession } from './verification-session.ts';

/**
 * Returns what a decision proves of a session; undefined unless it approves a step-up in live mode: who
 * executes a transaction verifies the proof, and might not look for a mark of a test.
 */
export const approvedStepUp = (
  { type, livemode, transaction, ...session }: VerificationSession,
  decision: Decision | undefined,
): ApprovedStepUp | undefined =>
  livemode && type === 'step_up' && transaction && decision?.outcome === 'approved'
    ? {
        tenant: session.tenant,
        id: session.id,
        user_id: session.user_id,
        sensitivity: session.sensitivity,
        transaction_sha256: transaction.sha256,
        decided_at: decision.decided_at,
        retained_until: session.retained_until,
      }
    : undefined;
