import type { BoundingBox } from '../../images/domain/quality-gate.ts';

/** A face as its collection lists it. */
export interface ListedFace {
  readonly faceId: string;
  /** ExternalImageId; undefined for a face that was indexed without one. */
  readonly imageId?: string;
  /** Of the face in the image that was indexed, in shares of its sides. */
  readonly boundingBox: BoundingBox;
  /** The user whose vector the face is part of. */
  readonly userId?: string;
}

export interface ListedFaces {
  readonly faces: readonly ListedFace[];
  readonly faceModelVersion: string;
  /** Where the next page begins; undefined at the end. */
  readonly next?: string;
}

export interface CollectionDescription {
  readonly faceCount: number;
  readonly userCount: number;
  readonly faceModelVersion: string;
}

/** What lies in collections, whoever put it there. */
export interface CollectionInventory {
  /**
   * A page of the faces of a collection.
   * @param limit faces of the page; as many as the service gives where it is left out
   * @throws ResourceNotFoundException where there is no such collection
   */
  listFaces(collectionId: string, cursor?: string, limit?: number): Promise<ListedFaces>;
  /** Those of the faces that are in the collection. @param faceIds at most 4096 */
  existing(collectionId: string, faceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Undefined where there is no such collection. */
  describe(collectionId: string): Promise<CollectionDescription | undefined>;
}
