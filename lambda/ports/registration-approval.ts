import type { Decision } from '../domain/decision.ts';
import type { EnrolmentClaim } from '../domain/enrolment.ts';
import type { FaceMapping } from './face-mapping-store.ts';

export type ApprovalResult = 'approved' | 'face_revoked' | 'not_processing';

export interface RegistrationApproval {
  /** All or nothing: face `pending` -> `mapped`, mapping, claim, session `processing` -> `approved`. */
  approve(claim: EnrolmentClaim, mapping: FaceMapping, decision: Decision): Promise<ApprovalResult>;
}
