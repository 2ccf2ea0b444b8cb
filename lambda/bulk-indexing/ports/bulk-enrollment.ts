import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';

export type BulkEnrollmentResult =
  | 'enrolled'
  /** A face was ruled out by an enrollment of somebody else, or the claim is gone. */
  | 'refused'
  /** A migration has changed which generations are written since the faces were indexed. */
  | 'generations_changed';

export interface BulkEnrollment {
  /**
   * All or nothing: faces `pending` -> `mapped`, a mapping for each, claim `enrolled`; and only while the generations
   * that are written are those that the claim was planned with. The same enrollment again changes nothing.
   */
  enroll(claim: EnrollmentClaim, mappings: readonly FaceMapping[]): Promise<BulkEnrollmentResult>;
}
