import type { FaceObservation } from '../../images/domain/quality-gate.ts';
import type { SelfieRule } from '../../kernel/selfie-rules.ts';
import type { IndexedFace } from '../domain/indexed-face.ts';

export interface FoundFace {
  readonly faceId: string;
  /** ExternalImageId; undefined for a face that was indexed without one. */
  readonly imageId?: string;
  /** In percent. */
  readonly similarity: number;
}

export interface SearchAnswer {
  readonly faceModelVersion: string;
  readonly faces: readonly FoundFace[];
}

export interface IndexAnswer {
  readonly face: IndexedFace;
  /** Further faces of the image, which the call was not asked to index; absent if there are none. */
  readonly unindexed?: number;
  readonly observation: FaceObservation;
}

/** Why a face is indexed; each face that is indexed is counted with its cause. */
export type IndexCause =
  | 'registration'
  | 'index_job'
  | 'watchlist'
  | 'copy'
  | 'migration'
  | 'repair'
  | 'replica';

/**
 * Why faces are deleted. `undo`: of an enrollment that did not end; `leftover`: of a call without a response;
 * `wrong_face`: another face of the image was meant; `surplus`: a user vector holds no more;
 * `replaced`: a further enrollment took its place.
 */
export type DeleteCause =
  | 'low_quality'
  | 'undo'
  | 'leftover'
  | 'wrong_face'
  | 'migration'
  | 'drain'
  | 'repair'
  | 'replica'
  | 'request'
  | 'surplus'
  | 'replaced';

/** Rekognition did not delete faces; a face in a user vector must be disassociated first. */
export class FacesNotDeleted extends Error {
  override readonly name = 'FacesNotDeleted';
  /** The other faces of the call are deleted. */
  readonly faceIds: readonly string[];

  constructor(message: string, faceIds: readonly string[]) {
    super(message);
    this.faceIds = faceIds;
  }
}

/** Collections of face vectors. */
export interface FaceCollections {
  /**
   * Finds the faces of a collection that match the largest face of an image.
   * @param threshold in percent
   * @param signal aborts a call that hangs
   * @returns undefined if the image shows no face
   */
  search(
    collectionId: string,
    image: Uint8Array,
    threshold: number,
    signal?: AbortSignal,
  ): Promise<SearchAnswer | undefined>;
  /**
   * Indexes the largest face.
   * @param rules to observe as well; none if absent
   * @returns undefined if the image shows no face that can be indexed
   */
  index(
    collectionId: string,
    image: Uint8Array,
    imageId: string,
    cause: IndexCause,
    rules?: readonly SelfieRule[],
  ): Promise<IndexAnswer | undefined>;
  /**
   * Deletes faces; faces that are already gone count as deleted.
   * @param cause the same for all, or that of each face
   * @throws FacesNotDeleted
   */
  delete(
    collectionId: string,
    faceIds: readonly string[],
    cause: DeleteCause | ((faceId: string) => DeleteCause),
  ): Promise<void>;
}

/** For images that may show more than the intended face. */
export interface SeveralFaces {
  /**
   * Indexes up to `maxFaces` faces of an image, the largest first.
   * @param rules to observe as well; none if absent
   */
  indexSeveral(
    collectionId: string,
    image: Uint8Array,
    imageId: string,
    maxFaces: number,
    cause: IndexCause,
    rules?: readonly SelfieRule[],
  ): Promise<readonly IndexAnswer[]>;
}
