import { documentClient } from '../platform/clients/dynamo.ts';
import { kmsClient } from '../platform/clients/kms.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock } from '../platform/system.ts';
import { createDynamoStepUpProofs } from './adapters/dynamo-step-up-proofs.ts';
import { createKmsProofSigner } from './adapters/kms-proof-signer.ts';
import type { SignStepUpProofDependencies } from './sign-step-up-proof.ts';

/** Signer and clock of the proofs that a function adds to sessions. */
export const proofSigning = (env: {
  readonly PROOF_SIGNING_KEY: string;
  readonly STAGE: string;
}): SignStepUpProofDependencies => ({
  signer: createKmsProofSigner(kmsClient, env.PROOF_SIGNING_KEY),
  stage: env.STAGE,
  clock: systemClock,
  emit: emitMetric,
});

export const openStepUpProofs = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoStepUpProofs(documentClient, CONTROL_TABLE);
