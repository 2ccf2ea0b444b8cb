import { documentClient } from '../platform/clients/dynamo.ts';
import { kmsClient } from '../platform/clients/kms.ts';
import { emitMetric } from '../platform/metrics.ts';
import { systemClock } from '../platform/system.ts';
import { createKmsSigningKeys } from '../signing/adapters/kms-signing-keys.ts';
import type { TokenSigner } from '../signing/ports/token-signer.ts';
import { createDynamoCaptureLinks } from './adapters/dynamo-capture-links.ts';
import { createJoseTokenVerifier } from './adapters/jose-token-verifier.ts';
import type { MintClientTokenDependencies } from './mint-client-token.ts';

interface StageSettings {
  readonly STAGE: string;
}

/** Signer and clock of the tokens that a function hands out. */
export const tokenMinting = ({ STAGE }: StageSettings, signer: TokenSigner): MintClientTokenDependencies => ({
  signer,
  stage: STAGE,
  clock: systemClock,
  emit: emitMetric,
});

/** Verifies by the public halves of the keys in KMS. */
export const openTokenVerifier = (env: StageSettings & { readonly VERIFICATION_KEYS: string }) =>
  createJoseTokenVerifier(
    createKmsSigningKeys(kmsClient, env.VERIFICATION_KEYS.split(',')),
    env.STAGE,
    systemClock,
  );

export const openCaptureLinks = ({ CONTROL_TABLE }: { readonly CONTROL_TABLE: string }) =>
  createDynamoCaptureLinks(documentClient, CONTROL_TABLE);
