import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../enrollment/domain/replicated-image.ts';
import type { MessageQueue } from '../../kernel/ports/message-queue.ts';

/** Why an image cannot be replicated for now. */
export type ReplicationFailure = 'image_missing' | 'face_not_detected' | 'face_not_matched';

/** An image for which the second region does not match the mapping yet. */
export type ReplicationRequest = ReplicatedImage & {
  /** New with every change of the mapping. */
  readonly revision: string;
  readonly requested_at: string;
  /** The latest attempt; faces that it may have left carry the image's id. */
  readonly attempt?: string;
  readonly failure?: ReplicationFailure;
};

export type ReplicationQueue = MessageQueue<ReplicatedImage>;

/**
 * The outbox of the second region. A row is written in the transaction that changes the mapping, and removed
 * in the one that records the replica; while a collection has a row, its replica is incomplete.
 */
export interface ReplicationRequests {
  get(image: ReplicatedImage): Promise<ReplicationRequest | undefined>;
  /** Starts an attempt, which supersedes every other; undefined if the mapping has changed since. */
  begin(request: ReplicationRequest, attempt: string): Promise<ReplicationRequest | undefined>;
  /**
   * Records a face of the second region and ends the request.
   * @returns false if the face has been unmapped or revoked since, or another attempt has started
   */
  mapReplica(request: ReplicationRequest, source: FaceMapping, replica: FaceMapping): Promise<boolean>;
  /** Removes faces of the second region, and ends the request unless the mapping has changed since. */
  unmapReplicas(request: ReplicationRequest, replicas: readonly FaceMapping[]): Promise<void>;
  /** Ends a request with nothing left to do, unless the mapping has changed since. */
  settle(request: ReplicationRequest): Promise<void>;
  /** Keeps a request that cannot be fulfilled now, for a later attempt. */
  fail(request: ReplicationRequest, failure: ReplicationFailure): Promise<void>;
  /** Requests an image again. @param gone replicas that are no longer in any collection */
  request(image: ReplicatedImage, revision: string, gone: readonly FaceMapping[]): Promise<void>;
  /** Lists some requests, in no order of time, with those that should be sent again. */
  list(
    tenant: string,
    cursor?: string,
  ): Promise<{
    readonly requests: readonly ReplicationRequest[];
    readonly overdue: readonly ReplicationRequest[];
    readonly next?: string;
  }>;
  /** Records that a request was sent again, so that it is not overdue for a while. */
  postpone(request: ReplicationRequest): Promise<void>;
}

/** How completely a tenant's mapping is known to be replicated. */
export interface Replicas {
  /** Records that every face of a tenant was found in the second region, or requested. */
  confirm(tenant: string): Promise<void>;
  /** Whether the second region currently has every face of a collection of the first region, or of all. */
  areComplete(tenant: string, collectionId?: string): Promise<boolean>;
  /** Whether other enrollments may have faces in a collection that are not mapped yet. */
  arePlanned(tenant: string, collectionId: string, ownImageId: string): Promise<boolean>;
  /** Whether a collection of the tenant, or any of them, has an open request. */
  areBehind(tenant: string, collectionId?: string): Promise<boolean>;
}
