import type { FaceMapping } from '../domain/face-mapping.ts';

export interface FaceMappingStore {
  /** Lists a page of a collection's rows by face id; a very recent row may be missing. */
  listOfCollection(
    tenant: string,
    collectionId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ readonly mappings: readonly FaceMapping[]; readonly next?: string }>;
  /** Lists the faces of a user, read consistently, without those of the second region. */
  listOfUser(tenant: string, userId: string): Promise<readonly FaceMapping[]>;
  /** Lists the replicas of a user's faces in the collections of another region. */
  replicasOfUser(tenant: string, userId: string, region: string): Promise<readonly FaceMapping[]>;
}
