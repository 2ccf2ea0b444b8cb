import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { ConsumedProof } from './contract.ts';
import { acrOf } from './domain/step-up-proof.ts';
import type { StepUpProofs } from './ports/step-up-proofs.ts';

export interface ConsumeStepUpProofDependencies {
  readonly proofs: StepUpProofs;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Spends a proof of the caller's tenant: one write decides, so that of several attempts one succeeds.
 * @throws Problem `not_found`, the same for an unknown proof and another tenant's, `step_up_proof_consumed`
 * or `step_up_proof_expired`
 */
export async function consumeStepUpProof(
  { tenant }: Caller,
  jti: string,
  { proofs, clock, emit }: ConsumeStepUpProofDependencies,
): Promise<ConsumedProof> {
  const now = clock();
  const { consumed, proof } = await proofs.consume(tenant, jti, now);
  if (!proof) {
    emit('StepUpProof', 1, { Result: 'unknown' });
    throw new Problem('not_found', `step-up proof ${jti} does not exist`);
  }
  // first, since a proof that was spent and then expired has been used twice
  if (!consumed && proof.consumed_at !== undefined) {
    emit('StepUpProof', 1, { Result: 'replayed' });
    throw new Problem(
      'step_up_proof_consumed',
      `step-up proof ${jti} was consumed at ${proof.consumed_at}; each transaction needs a step-up of its own`,
    );
  }
  if (!consumed) {
    emit('StepUpProof', 1, { Result: 'expired' });
    throw new Problem(
      'step_up_proof_expired',
      `step-up proof ${jti} expired at ${proof.expires_at}; ask for another step-up`,
    );
  }
  emit('StepUpProof', 1, { Result: 'consumed' });
  return {
    jti,
    session_id: proof.session_id,
    user_id: proof.user_id,
    acr: acrOf(proof.sensitivity),
    transaction_sha256: proof.transaction_sha256,
    auth_time: Math.floor(Date.parse(proof.issued_at) / 1000),
    consumed_at: proof.consumed_at ?? now.toISOString(),
  };
}
