import type { StepUpProof } from '../domain/step-up-proof.ts';

/** Outcome of an attempt to spend a proof: it is spent now, or was not, with the proof as it is. */
export type Consumption =
  | { readonly consumed: true; readonly proof: StepUpProof }
  | { readonly consumed: false; readonly proof: StepUpProof | undefined };

/** Proofs of approved step-ups; the transition that approves a session writes its proof. */
export interface StepUpProofs {
  /** Spends a proof, once: only if it exists, was not spent and has not expired. */
  consume(tenant: string, jti: string, now: Date): Promise<Consumption>;
}
