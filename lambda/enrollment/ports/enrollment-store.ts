import type { IndexedFace } from '../../collections/domain/indexed-face.ts';
import type { WatchlistOwner } from '../../kernel/face-owner.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { EnrollmentClaim, FaceState, FormerEnrollment } from '../domain/enrollment.ts';

export type ClaimResult =
  | { readonly claimed: true }
  /** Another session holds one of the claims, for the user `holder`; absent if it has just released it. */
  | { readonly claimed: false; readonly takenBy: 'user' | 'image'; readonly holder?: string };

export type FurtherClaimResult =
  | ClaimResult
  /** The last face of the user was deleted: there is nothing to add to. */
  | { readonly claimed: false; readonly takenBy: 'deletion' };

/** The record of a face id. */
export interface FaceRecord {
  readonly state: FaceState;
  /** The owner, if it is a user. */
  readonly user_id?: string;
  /** The owner, if it is an entry of a watchlist. */
  readonly entry?: WatchlistOwner;
}

/** Claims and face records, which make an enrollment happen once. Every write is conditional. */
export interface EnrollmentStore {
  /** Claims user and image for a session; a session that already holds them gets the same result. */
  claim(claim: EnrollmentClaim): Promise<ClaimResult>;
  /**
   * Claims an enrolled user for a further enrollment, and its image. The enrollment that the user has stays
   * in force beside it; only one further enrollment of a user runs at a time.
   */
  claimFurther(claim: EnrollmentClaim): Promise<FurtherClaimResult>;
  /** Returns the claim on a user that was made last. */
  get(tenant: string, userId: string): Promise<EnrollmentClaim | undefined>;
  /** Lists the enrollments of a user that others have been added to since, without the claim's former one. */
  earlier(tenant: string, userId: string): Promise<readonly FormerEnrollment[]>;
  /**
   * Records where faces are about to be indexed, and under which image id.
   * @returns the plan as it was recorded
   * @throws Error if the session has lost its claim
   */
  plan(
    claim: EnrollmentClaim,
    planned: NonNullable<EnrollmentClaim['planned']>,
  ): Promise<NonNullable<EnrollmentClaim['planned']>>;
  /**
   * Records on the claim, in one transaction: the indexed face, why it must not be kept, the faces indexed
   * with it, and a record of each: `pending`, or `revoked` for one that must not be kept. Recording the same
   * face again changes nothing.
   * @returns false if the session has lost its claim meanwhile, or the claim has another face
   */
  recordFace(
    claim: EnrollmentClaim,
    face: IndexedFace,
    rejectedFor: readonly ReasonCode[],
    stitched?: EnrollmentClaim['stitched'],
  ): Promise<boolean>;
  /**
   * Records on the claim a copy in another generation and its `pending` record, in one transaction.
   * @returns false if the session has lost its claim meanwhile
   */
  recordCopy(claim: EnrollmentClaim, face: IndexedFace): Promise<boolean>;
  /** Removes the copy in a collection that is no longer written. */
  dropCopy(claim: EnrollmentClaim, collectionId: string): Promise<void>;
  faceRecords(tenant: string, faceIds: readonly string[]): Promise<ReadonlyMap<string, FaceRecord>>;
  /** Revokes a face; returns false if it is already mapped. */
  revoke(tenant: string, faceId: string): Promise<boolean>;
  /**
   * Releases a session's claims on user and image; claims of other sessions stay, and so does the enrollment
   * that a further one would have been added to.
   */
  release(claim: EnrollmentClaim): Promise<void>;
}
