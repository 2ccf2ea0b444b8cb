import type { LeftOutFace } from '../domain/user-vector.ts';

export interface FoundUser {
  /** Id in the collection (domain/user-vector). */
  readonly userId: string;
  /** In percent. */
  readonly similarity: number;
}

export interface UserSearchAnswer {
  readonly faceModelVersion: string;
  readonly users: readonly FoundUser[];
}

/** A user, as listed in its collection. */
export interface ListedUser {
  readonly userId: string;
  /** `CREATED` has no faces; `ACTIVE` is ready; the vectors of all others are being built. */
  readonly status: 'ACTIVE' | 'UPDATING' | 'CREATING' | 'CREATED';
}

/** User vectors of a collection: one vector per user, built from several faces (whitepaper 3.5.2). */
export interface UserCollections {
  /** Creates a user; does nothing if it exists. */
  create(collectionId: string, userId: string, token: string): Promise<void>;
  /** Deletes a user; its faces stay, without a user. Does nothing if it does not exist. */
  delete(collectionId: string, userId: string, token: string): Promise<void>;
  /** Lists a page of the users of a collection. */
  list(
    collectionId: string,
    cursor?: string,
  ): Promise<{ readonly users: readonly ListedUser[]; readonly next?: string }>;
  /** Lists the ids of a user's faces; empty if the user does not exist. */
  facesOf(collectionId: string, userId: string): Promise<readonly string[]>;
  /**
   * @param threshold minimum similarity with the user's other faces, in percent
   * @returns the refused faces, each with its reason
   */
  associate(
    collectionId: string,
    userId: string,
    faceIds: readonly string[],
    threshold: number,
    token: string,
  ): Promise<readonly LeftOutFace[]>;
  /**
   * Disassociates faces; faces that are gone or not the user's
   * count as disassociated, as do all if the user does not exist.
   */
  disassociate(
    collectionId: string,
    userId: string,
    faceIds: readonly string[],
    token: string,
  ): Promise<void>;
  /** Whether searches find the user by its newest vector. @param faceId one of the user's faces */
  isActive(collectionId: string, userId: string, faceId: string): Promise<boolean>;
  /**
   * Finds the users of a collection that match the largest face of an image.
   * @param threshold in percent
   * @returns undefined if the image shows no face
   */
  search(
    collectionId: string,
    image: Uint8Array,
    threshold: number,
    signal?: AbortSignal,
  ): Promise<UserSearchAnswer | undefined>;
}
