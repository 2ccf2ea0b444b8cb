import type { PinnedConsent } from '../../consents/domain/consent-receipt.ts';
import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { AbandonedEnrollment } from '../../enrollment/domain/face-deletion.ts';
import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';

/** A receipt that is written with an enrollment, and one that has to be valid then. */
export type RowConsent = Pick<PinnedConsent, 'given' | 'standing'>;

export type BulkEnrollmentResult =
  | 'enrolled'
  /** Another user's enrollment revoked a face, or the claim is gone. */
  | 'refused'
  /** The person has withdrawn consent meanwhile. */
  | 'consent_withdrawn'
  /** A migration has changed the written generations since the faces were indexed. */
  | 'generations_changed';

export interface BulkEnrollment {
  /**
   * Writes all or nothing: faces `pending` -> `mapped`, a mapping for each, claim `enrolled`; only if the
   * written generations are those of the claim's plan. The receipt of consent is written with it. Repeating
   * the enrollment changes nothing.
   */
  enroll(
    claim: EnrollmentClaim,
    mappings: readonly UserFaceMapping[],
    consent?: RowConsent,
  ): Promise<BulkEnrollmentResult>;
  /**
   * Gives up an enrollment, all or nothing: frees user and image, revokes the faces, requests their deletion.
   * @returns false if the claim has changed since it was read
   */
  abandon(abandoned: AbandonedEnrollment): Promise<boolean>;
}
