import type { ProofClaims } from '../domain/step-up-proof.ts';

/** Signs proofs with the current key. */
export interface ProofSigner {
  /** Returns the claims as a JWT. */
  sign(claims: ProofClaims): Promise<string>;
}
