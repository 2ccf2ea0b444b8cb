import { documentClient } from '../platform/clients/dynamo.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock } from '../platform/system.ts';
import type { TokenSigner } from '../signing/ports/token-signer.ts';
import { createDynamoStepUpProofs } from './adapters/dynamo-step-up-proofs.ts';
import type { SignStepUpProofDependencies } from './sign-step-up-proof.ts';

/** Signer and clock of the proofs that a function adds to sessions. */
export const proofSigning = (
  env: { readonly STAGE: string },
  signer: TokenSigner,
): SignStepUpProofDependencies => ({
  signer,
  stage: env.STAGE,
  clock: systemClock,
  emit: emitMetric,
});

export const openStepUpProofs = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoStepUpProofs(documentClient, CONTROL_TABLE);
