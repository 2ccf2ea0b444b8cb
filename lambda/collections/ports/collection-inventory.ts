import type { BoundingBox } from '../../images/domain/quality-gate.ts';

/** A face, as listed in its collection. */
export interface ListedFace {
  readonly faceId: string;
  /** ExternalImageId; undefined for a face that was indexed without one. */
  readonly imageId?: string;
  /** Box of the face in the indexed image, in shares of its sides. */
  readonly boundingBox: BoundingBox;
  /** The user whose vector the face is part of. */
  readonly userId?: string;
}

export interface ListedFaces {
  readonly faces: readonly ListedFace[];
  readonly faceModelVersion: string;
  /** Cursor of the next page; undefined at the end. */
  readonly next?: string;
}

export interface CollectionDescription {
  readonly faceCount: number;
  readonly userCount: number;
  readonly faceModelVersion: string;
}

/** Lists the contents of collections, regardless of their origin. */
export interface CollectionInventory {
  /**
   * Lists a page of the faces of a collection.
   * @param limit faces per page; by default as many as the service returns
   * @throws ResourceNotFoundException if the collection does not exist
   */
  listFaces(collectionId: string, cursor?: string, limit?: number): Promise<ListedFaces>;
  /** Returns those of the faces that are in the collection. @param faceIds at most 4096 */
  existing(collectionId: string, faceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns undefined if the collection does not exist. */
  describe(collectionId: string): Promise<CollectionDescription | undefined>;
}
