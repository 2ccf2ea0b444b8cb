import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { TokenSigner } from '../signing/ports/token-signer.ts';
import { type ApprovedStepUp, claimsOf, isExpired, PROOF_TYPE, proofOf } from './domain/step-up-proof.ts';

export interface SignStepUpProofDependencies {
  readonly signer: TokenSigner;
  /** Stage of the deployment, which issues the proof. */
  readonly stage: string;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Signs the proof of an approved step-up. Signing again gives the same proof another signature: the claims,
 * of which `jti` can be spent once, follow from the session.
 * @returns undefined once the proof has expired
 */
export async function signStepUpProof(
  stepUp: ApprovedStepUp,
  { signer, stage, clock, emit }: SignStepUpProofDependencies,
): Promise<string | undefined> {
  const proof = proofOf(stepUp);
  if (isExpired(proof, clock())) return undefined;
  const signed = await signer.sign(PROOF_TYPE, claimsOf(proof, stage));
  emit('StepUpProof', 1, { Result: 'signed' });
  return signed;
}
