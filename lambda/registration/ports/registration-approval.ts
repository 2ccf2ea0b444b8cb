import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { Decision } from '../../kernel/decision.ts';

export type ApprovalResult =
  | 'approved'
  | 'face_revoked'
  /** A migration has changed which generations are written since the faces were indexed. */
  | 'generations_changed'
  | 'not_processing';

export interface RegistrationApproval {
  /**
   * All or nothing: faces `pending` -> `mapped`, a mapping for each, claim, session `processing` -> `approved`; and
   * only while the generations that are written are those that the claim was planned with.
   */
  approve(
    claim: EnrollmentClaim,
    mappings: readonly FaceMapping[],
    decision: Decision,
  ): Promise<ApprovalResult>;
}
