import type { FaceObservation } from '../../images/domain/quality-gate.ts';
import type { IndexedFace } from '../domain/indexed-face.ts';

export interface FoundFace {
  readonly faceId: string;
  /** ExternalImageId; undefined for a face that was indexed without one. */
  readonly imageId?: string;
  /** Percent. */
  readonly similarity: number;
}

export interface SearchAnswer {
  readonly faceModelVersion: string;
  readonly faces: readonly FoundFace[];
}

export interface IndexAnswer {
  readonly face: IndexedFace;
  readonly observation: FaceObservation;
}

/** Faces that Rekognition keeps; one that is part of a user's vector has to be taken out of it first. */
export class FacesNotDeleted extends Error {
  override readonly name = 'FacesNotDeleted';
}

/** Collections of face vectors. */
export interface FaceCollections {
  /**
   * Faces of a collection that look like the largest one of an image.
   * @param threshold percent @param signal ends a call that hangs @returns undefined where the image shows no face
   */
  search(
    collectionId: string,
    image: Uint8Array,
    threshold: number,
    signal?: AbortSignal,
  ): Promise<SearchAnswer | undefined>;
  /** Indexes the largest face; undefined where the image shows none that can be indexed. */
  index(collectionId: string, image: Uint8Array, imageId: string): Promise<IndexAnswer | undefined>;
  /** Deletes faces; those that are gone already count as deleted. @throws FacesNotDeleted */
  delete(collectionId: string, faceIds: readonly string[]): Promise<void>;
}

/** For images that may show more than the one face that is meant. */
export interface SeveralFaces {
  /** Indexes up to that many faces of an image, the largest first. */
  indexSeveral(
    collectionId: string,
    image: Uint8Array,
    imageId: string,
    maxFaces: number,
  ): Promise<readonly IndexAnswer[]>;
}
