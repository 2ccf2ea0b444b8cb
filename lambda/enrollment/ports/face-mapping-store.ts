import type { FaceMapping } from '../domain/face-mapping.ts';

export interface FaceMappingStore {
  /** Rows of a collection, one page, in the order of the face ids; a row that has just come may be missing. */
  listOfCollection(
    tenant: string,
    collectionId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ readonly mappings: readonly FaceMapping[]; readonly next?: string }>;
  /** The faces of a user, read consistently; those of the second region are none of them. */
  listOfUser(tenant: string, userId: string): Promise<readonly FaceMapping[]>;
  /** The same faces as they lie in the collections of another region, where that is kept in step. */
  replicasOfUser(tenant: string, userId: string, region: string): Promise<readonly FaceMapping[]>;
}
