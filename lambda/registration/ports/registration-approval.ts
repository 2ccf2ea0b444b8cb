import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { ReplacedEnrollments } from '../../enrollment/domain/replaced-enrollments.ts';
import type { AppliedTransition } from '../../sessions/domain/session-transition.ts';

export type ApprovalResult =
  | 'approved'
  | 'face_revoked'
  /** The person has withdrawn the consent that the session rests on. */
  | 'consent_withdrawn'
  /** A migration has changed the written generations since the faces were indexed. */
  | 'generations_changed'
  | 'not_processing';

export interface RegistrationApproval {
  /**
   * Writes all or nothing: faces `pending` -> `mapped`, a mapping for each, claim, and the session's
   * approval; only if the written generations are those of the claim's plan, and the receipt of consent is
   * valid.
   * @param replaced what the enrollment takes the place of, in the same write
   */
  approve(
    claim: EnrollmentClaim,
    mappings: readonly UserFaceMapping[],
    approved: AppliedTransition,
    replaced?: ReplacedEnrollments,
  ): Promise<ApprovalResult>;
}
