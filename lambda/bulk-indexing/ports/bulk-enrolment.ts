import type { EnrolmentClaim } from '../../enrollment/domain/enrolment.ts';
import type { FaceMapping } from '../../enrollment/ports/face-mapping-store.ts';

export type BulkEnrolmentResult =
  | 'enrolled'
  /** A face was ruled out by an enrolment of somebody else, or the claim is gone. */
  | 'refused'
  /** A migration has changed which generations are written since the faces were indexed. */
  | 'generations_changed';

export interface BulkEnrolment {
  /**
   * All or nothing: faces `pending` -> `mapped`, a mapping for each, claim `enrolled`; and only while the generations
   * that are written are those that the claim was planned with. The same enrolment again changes nothing.
   */
  enrol(claim: EnrolmentClaim, mappings: readonly FaceMapping[]): Promise<BulkEnrolmentResult>;
}
