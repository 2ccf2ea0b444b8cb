import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { ReplicatedImage } from '../../enrollment/domain/replicated-image.ts';
import type { MessageQueue } from '../../kernel/ports/message-queue.ts';

/** Why an image cannot be brought to the second region for now. */
export type ReplicationFailure = 'image_missing' | 'face_not_detected' | 'face_not_matched';

/** An image for which the second region does not show yet what the mapping says. */
export interface ReplicationRequest extends ReplicatedImage {
  /** New with every change of the mapping. */
  readonly revision: string;
  readonly requested_at: string;
  /** The latest try; what it may have left behind carries the image's id. */
  readonly attempt?: string;
  readonly failure?: ReplicationFailure;
}

export type ReplicationQueue = MessageQueue<ReplicatedImage>;

/**
 * The outbox of the second region. A row is written in the transaction that changes the mapping, and ends in the one
 * that writes down that the second region has followed; while a collection has a row, its replica is not complete.
 */
export interface ReplicationRequests {
  get(image: ReplicatedImage): Promise<ReplicationRequest | undefined>;
  /** Begins a try, which overrules every other; undefined where the mapping has changed since. */
  begin(request: ReplicationRequest, attempt: string): Promise<ReplicationRequest | undefined>;
  /**
   * Writes down a face of the second region and ends the request.
   * @returns false where the face has been unmapped since, ruled out, or another try has begun
   */
  mapReplica(request: ReplicationRequest, source: FaceMapping, replica: FaceMapping): Promise<boolean>;
  /** Forgets faces of the second region, and ends the request unless the mapping has changed since. */
  unmapReplicas(request: ReplicationRequest, replicas: readonly FaceMapping[]): Promise<void>;
  /** Ends a request that has nothing left to do, unless the mapping has changed since. */
  settle(request: ReplicationRequest): Promise<void>;
  /** Keeps a request that cannot be fulfilled, until another day. */
  fail(request: ReplicationRequest, failure: ReplicationFailure): Promise<void>;
  /** Asks for an image to be looked at again. @param gone replicas that lie in no collection any more */
  request(image: ReplicatedImage, revision: string, gone: readonly FaceMapping[]): Promise<void>;
  /** Some requests, in no order of time, with those that should be sent again. */
  list(
    tenant: string,
    cursor?: string,
  ): Promise<{
    readonly requests: readonly ReplicationRequest[];
    readonly overdue: readonly ReplicationRequest[];
    readonly next?: string;
  }>;
  /** Gives a request that was sent again time until it is overdue. */
  postpone(request: ReplicationRequest): Promise<void>;
}

/** How far the second region is known to have followed a tenant's mapping. */
export interface Replicas {
  /** Notes that every face of a tenant was seen in the second region, or asked for. */
  confirm(tenant: string): Promise<void>;
  /** Whether the second region has, at this moment, every face that a collection of the first has. */
  areComplete(tenant: string, collectionId: string): Promise<boolean>;
  /** Whether a collection of the tenant, or any of them, has a request. */
  areBehind(tenant: string, collectionId?: string): Promise<boolean>;
}
