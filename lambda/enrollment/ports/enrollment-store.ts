import type { IndexedFace } from '../../collections/domain/indexed-face.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { EnrollmentClaim, FaceState } from '../domain/enrollment.ts';

export type ClaimResult =
  | { readonly claimed: true }
  /** Somebody else holds one of the two claims. */
  | { readonly claimed: false; readonly takenBy: 'user' | 'image' };

/** What is known of a face id, whoever indexed it. */
export interface FaceRecord {
  readonly state: FaceState;
  readonly user_id?: string;
}

/** The claims and face records that make an enrollment happen once. Every write is conditional. */
export interface EnrollmentStore {
  /** Claims user and image for a session; a session that holds them already gets the same answer. */
  claim(claim: EnrollmentClaim): Promise<ClaimResult>;
  get(tenant: string, userId: string): Promise<EnrollmentClaim | undefined>;
  /** Writes down where faces are about to be indexed, and under which image id. */
  plan(claim: EnrollmentClaim, planned: NonNullable<EnrollmentClaim['planned']>): Promise<void>;
  /**
   * Writes the indexed face, why it may not be kept, and the faces that were indexed with it onto the claim, and a
   * `pending` record of each, as one. Writing the same face again changes nothing.
   * @returns false where the session has lost its claim meanwhile, or its claim holds another face
   */
  recordFace(
    claim: EnrollmentClaim,
    face: IndexedFace,
    rejectedFor: readonly ReasonCode[],
    stitched?: EnrollmentClaim['stitched'],
  ): Promise<boolean>;
  /**
   * Writes a copy in another generation onto the claim, and its `pending` record, as one.
   * @returns false where the session has lost its claim meanwhile
   */
  recordCopy(claim: EnrollmentClaim, face: IndexedFace): Promise<boolean>;
  /** Forgets the copy in a collection that is no longer written. */
  dropCopy(claim: EnrollmentClaim, collectionId: string): Promise<void>;
  faceRecords(tenant: string, faceIds: readonly string[]): Promise<ReadonlyMap<string, FaceRecord>>;
  /** Rules a face out; false where it is mapped already. */
  revoke(tenant: string, faceId: string): Promise<boolean>;
  /** Gives up the claims of a session on user and image; claims of others stay. */
  release(claim: EnrollmentClaim): Promise<void>;
}
