import type { MessageQueue } from '../../kernel/ports/message-queue.ts';
import type { LeftOutFace } from '../domain/user-vector.ts';

/** Whose vector in which collection. */
export interface UserVector {
  readonly tenant: string;
  readonly user_id: string;
  readonly collection_id: string;
}

/** A vector that does not show yet which faces are mapped to its user. */
export interface UserVectorRequest extends UserVector {
  /** New with every change of the user's faces. */
  readonly revision: string;
  readonly requested_at: string;
  /** Faces that the vector cannot show. */
  readonly left_out?: readonly LeftOutFace[];
}

/** What goes through the queue. */
export interface UserVectorMessage extends UserVector {
  /** Times this vector was looked at, and was not ready. */
  readonly looks: number;
  /** Calls that the shared rate has granted already, for the moment at which the message arrives. */
  readonly permits?: number;
}

/**
 * The outbox of user vectors. A row is written together with the mapping of a face and stays until searches find the
 * user by the new vector; while a collection has a row, its users alone would be an incomplete answer.
 */
export interface UserVectorRequests {
  /** Asks for a vector anew. */
  put(vector: UserVector, revision: string): Promise<void>;
  get(vector: UserVector): Promise<UserVectorRequest | undefined>;
  /** Ends a request; false where the faces have changed since. */
  settle(request: UserVectorRequest): Promise<boolean>;
  /** Keeps a request whose faces cannot all be shown; false where the faces have changed since. */
  leaveOut(request: UserVectorRequest, faces: readonly LeftOutFace[]): Promise<boolean>;
  /** Whether any vector of a collection is not to be relied on, or that of one user. */
  isBuilding(tenant: string, collectionId: string, userId?: string): Promise<boolean>;
  /**
   * The first requests of a collection that wait to be settled, those with faces left out aside.
   * @param revisions how their revisions begin: who has asked for them
   */
  listOpen(
    tenant: string,
    collectionId: string,
    revisions: string,
    limit: number,
  ): Promise<readonly UserVectorRequest[]>;
  /** Ends a request, whatever has changed: the vector is about to be deleted. */
  drop(vector: UserVector): Promise<void>;
  /** Requests that should have ended by now. */
  listOverdue(
    tenant: string,
    cursor?: string,
  ): Promise<{ readonly requests: readonly UserVectorRequest[]; readonly next?: string }>;
}

/** Works requests off at the rate that Rekognition grants. */
export type UserVectorQueue = MessageQueue<UserVectorMessage>;
