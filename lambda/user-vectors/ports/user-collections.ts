import type { LeftOutFace } from '../domain/user-vector.ts';

export interface FoundUser {
  /** Id in the collection: domain/user-vector. */
  readonly userId: string;
  /** Percent. */
  readonly similarity: number;
}

export interface UserSearchAnswer {
  readonly faceModelVersion: string;
  readonly users: readonly FoundUser[];
}

/** A user as its collection lists it. */
export interface ListedUser {
  readonly userId: string;
  /** `CREATED` has no faces; the vector of any other that is not `ACTIVE` is in the making. */
  readonly status: 'ACTIVE' | 'UPDATING' | 'CREATING' | 'CREATED';
}

/** User vectors of a collection: one vector made of several faces (whitepaper 3.5.2). */
export interface UserCollections {
  /** A user that is there already stays as it is. */
  create(collectionId: string, userId: string, token: string): Promise<void>;
  /** A user that is gone already counts as deleted; its faces stay, without a user. */
  delete(collectionId: string, userId: string, token: string): Promise<void>;
  /** A page of the users of a collection. */
  list(
    collectionId: string,
    cursor?: string,
  ): Promise<{ readonly users: readonly ListedUser[]; readonly next?: string }>;
  /** Ids of the faces of a user; none where there is no such user. */
  facesOf(collectionId: string, userId: string): Promise<readonly string[]>;
  /**
   * @param threshold least similarity with the user's other faces, in percent
   * @returns the faces that were not taken, each with the reason
   */
  associate(
    collectionId: string,
    userId: string,
    faceIds: readonly string[],
    threshold: number,
    token: string,
  ): Promise<readonly LeftOutFace[]>;
  /** Faces that are gone, or are not the user's, count as taken away; so do all where there is no such user. */
  disassociate(
    collectionId: string,
    userId: string,
    faceIds: readonly string[],
    token: string,
  ): Promise<void>;
  /** Whether searches find the user by its newest vector. @param faceId one of the user's faces */
  isActive(collectionId: string, userId: string, faceId: string): Promise<boolean>;
  /**
   * Users of a collection who look like the largest face of an image.
   * @param threshold percent @returns undefined where the image shows no face
   */
  search(
    collectionId: string,
    image: Uint8Array,
    threshold: number,
    signal?: AbortSignal,
  ): Promise<UserSearchAnswer | undefined>;
}
