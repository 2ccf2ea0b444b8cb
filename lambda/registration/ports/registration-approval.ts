import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { Decision } from '../../kernel/decision.ts';

export type ApprovalResult =
  | 'approved'
  | 'face_revoked'
  /** A migration has changed the written generations since the faces were indexed. */
  | 'generations_changed'
  | 'not_processing';

export interface RegistrationApproval {
  /**
   * Writes all or nothing: faces `pending` -> `mapped`, a mapping for each, claim, session `processing` ->
   * `approved`; only if the written generations are those of the claim's plan.
   */
  approve(
    claim: EnrollmentClaim,
    mappings: readonly FaceMapping[],
    decision: Decision,
  ): Promise<ApprovalResult>;
}
