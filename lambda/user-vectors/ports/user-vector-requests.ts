import type { MessageQueue } from '../../kernel/ports/message-queue.ts';
import type { LeftOutFace } from '../domain/user-vector.ts';

/** Identifies the vector of a user in a collection. */
export interface UserVector {
  readonly tenant: string;
  readonly user_id: string;
  readonly collection_id: string;
}

/** A vector that does not reflect the mapping of its user's faces yet. */
export interface UserVectorRequest extends UserVector {
  /** New with every change of the user's faces. */
  readonly revision: string;
  readonly requested_at: string;
  /** Faces that Rekognition refused for the vector. */
  readonly left_out?: readonly LeftOutFace[];
}

/** A message of the queue. */
export interface UserVectorMessage extends UserVector {
  /** Times this vector was checked and not ready. */
  readonly looks: number;
  /** Calls that the shared rate has already granted, for the time at which the message arrives. */
  readonly permits?: number;
}

/**
 * The outbox of user vectors. A row is written together with the mapping of a face and stays until searches
 * find the user by the new vector; while a collection has a row, a search by user vectors alone is
 * incomplete.
 */
export interface UserVectorRequests {
  /** Requests a vector. */
  put(vector: UserVector, revision: string): Promise<void>;
  get(vector: UserVector): Promise<UserVectorRequest | undefined>;
  /** Ends a request; returns false if the faces have changed since. */
  settle(request: UserVectorRequest): Promise<boolean>;
  /** Keeps a request with refused faces; returns false if the faces have changed since. */
  leaveOut(request: UserVectorRequest, faces: readonly LeftOutFace[]): Promise<boolean>;
  /** Whether any vector of a collection, or that of one user, is still being built. */
  isBuilding(tenant: string, collectionId: string, userId?: string): Promise<boolean>;
  /**
   * Lists the first open requests of a collection, except those with refused faces.
   * @param revisions prefix of their revisions, which identifies the requester
   */
  listOpen(
    tenant: string,
    collectionId: string,
    revisions: string,
    limit: number,
  ): Promise<readonly UserVectorRequest[]>;
  /** Ends a request unconditionally: the vector is about to be deleted. */
  drop(vector: UserVector): Promise<void>;
  /** Lists overdue requests. */
  listOverdue(
    tenant: string,
    cursor?: string,
  ): Promise<{ readonly requests: readonly UserVectorRequest[]; readonly next?: string }>;
}

/** The queue of requests, processed at the rate that Rekognition grants. */
export type UserVectorQueue = MessageQueue<UserVectorMessage>;
