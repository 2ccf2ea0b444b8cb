import * as z from 'zod/mini';
import { ID_PREFIXES, inForm } from '../../kernel/identifier.ts';
import { type Sensitivity, sensitivity } from '../../kernel/sensitivity.ts';
import { userId } from '../../kernel/user-id.ts';
import { issuerOf } from '../../signing/domain/issuer.ts';

/** Time from the decision of a step-up within which its proof is accepted. */
export const PROOF_LIFETIME_MS = 300_000;

/** Header parameter `typ` of a proof (RFC 8725, 3.11): no other token passes for one. */
export const PROOF_TYPE = 'step-up-proof+jwt';

/** Proof that a person has approved a transaction; kept until its session is deleted. */
export const stepUpProof = z.object({
  /** The one proof of a session: its id in another form. */
  jti: z.string(),
  tenant: z.string(),
  session_id: z.string(),
  user_id: userId,
  sensitivity,
  transaction_sha256: z.string(),
  /** Time of the decision. */
  issued_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  retained_until: z.iso.datetime(),
  /** When it was spent; absent until then. */
  consumed_at: z.optional(z.iso.datetime()),
});
export type StepUpProof = z.infer<typeof stepUpProof>;

/** An approved step-up, as its session knows it. */
export interface ApprovedStepUp {
  readonly tenant: string;
  readonly id: string;
  readonly user_id: string;
  readonly sensitivity: Sensitivity;
  readonly transaction_sha256: string;
  readonly decided_at: string;
  readonly retained_until: string;
}

/** Returns the id of the proof of a session. */
export const proofIdOf = (sessionId: string): string => inForm(sessionId, ID_PREFIXES.stepUpProof);

/** Returns the proof of an approved step-up, the same each time. */
export const proofOf = ({ id, decided_at, ...stepUp }: ApprovedStepUp): StepUpProof => ({
  jti: proofIdOf(id),
  session_id: id,
  tenant: stepUp.tenant,
  user_id: stepUp.user_id,
  sensitivity: stepUp.sensitivity,
  transaction_sha256: stepUp.transaction_sha256,
  issued_at: decided_at,
  expires_at: new Date(Date.parse(decided_at) + PROOF_LIFETIME_MS).toISOString(),
  retained_until: stepUp.retained_until,
});

/** Whether a proof has expired. */
export const isExpired = ({ expires_at }: Pick<StepUpProof, 'expires_at'>, now: Date): boolean =>
  Date.parse(expires_at) <= now.getTime();

/** The authentication context class of a proof, by the sensitivity that it was decided with. */
export const acrOf = (tier: Sensitivity): string => `urn:face-idv:step-up:${tier}`;

/** Claims of a proof as a JWT (RFC 7519, RFC 9068 for `acr`, `amr` and `auth_time`). */
export interface ProofClaims {
  readonly iss: string;
  /** The tenant: a proof of another one has another audience. */
  readonly aud: string;
  readonly sub: string;
  readonly jti: string;
  readonly iat: number;
  readonly auth_time: number;
  readonly exp: number;
  readonly acr: string;
  readonly amr: readonly ['face', 'liveness'];
  readonly session_id: string;
  readonly transaction_sha256: string;
}

/** Returns the claims of a proof, the same each time that it is signed. @param stage that issues it */
export function claimsOf(proof: StepUpProof, stage: string): ProofClaims {
  const issued = epochSeconds(proof.issued_at);
  return {
    iss: issuerOf(stage),
    aud: proof.tenant,
    sub: proof.user_id,
    jti: proof.jti,
    iat: issued,
    auth_time: issued,
    exp: epochSeconds(proof.expires_at),
    acr: acrOf(proof.sensitivity),
    amr: ['face', 'liveness'],
    session_id: proof.session_id,
    transaction_sha256: proof.transaction_sha256,
  };
}

const epochSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000);
