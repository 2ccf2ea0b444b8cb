import type { Decision } from '../domain/decision.ts';
import type { EnrolmentClaim, FaceState, IndexedFace } from '../domain/enrolment.ts';
import type { FaceMapping } from './face-mapping-store.ts';

export type ClaimResult =
  | { readonly claimed: true }
  /** Somebody else holds one of the two claims. */
  | { readonly claimed: false; readonly takenBy: 'user' | 'image' };

/** What is known of a face id, whoever indexed it. */
export interface FaceRecord {
  readonly state: FaceState;
  readonly user_id?: string;
}

export type ApprovalResult = 'approved' | 'face_revoked' | 'not_processing';

/** The claims and face records that make an enrolment happen once. Every write is conditional. */
export interface EnrolmentStore {
  /** Claims user and image for a session; a session that holds them already gets the same answer. */
  claim(claim: EnrolmentClaim): Promise<ClaimResult>;
  get(tenant: string, userId: string): Promise<EnrolmentClaim | undefined>;
  /** Writes down where a face is about to be indexed, and under which image id. */
  plan(claim: EnrolmentClaim, planned: NonNullable<EnrolmentClaim['planned']>): Promise<void>;
  /** Writes the indexed face onto the claim and its `pending` record, as one. */
  recordFace(claim: EnrolmentClaim, face: IndexedFace): Promise<void>;
  recordRejection(claim: EnrolmentClaim, reasons: readonly string[]): Promise<void>;
  faceRecords(tenant: string, faceIds: readonly string[]): Promise<ReadonlyMap<string, FaceRecord>>;
  /** Rules a face out; false where it is mapped already. */
  revoke(tenant: string, faceId: string): Promise<boolean>;
  /** Approves a registration as one: face `pending` -> `mapped`, mapping, claim, session `processing` -> `approved`. */
  approve(claim: EnrolmentClaim, mapping: FaceMapping, decision: Decision): Promise<ApprovalResult>;
  /** Gives up the claims of a session on user and image; claims of others stay. */
  release(claim: EnrolmentClaim): Promise<void>;
  /** Takes a mapped face away, with its mapping and the claims that it held, as one. */
  unmap(mapping: FaceMapping): Promise<void>;
}
