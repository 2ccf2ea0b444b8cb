import type { FaceOwner } from '../../kernel/face-owner.ts';
import type { FaceMapping, UserFaceMapping } from '../domain/face-mapping.ts';

export interface FaceMappingStore {
  /** Lists a page of a collection's rows by face id; a very recent row may be missing. */
  listOfCollection(
    tenant: string,
    collectionId: string,
    limit: number,
    cursor?: string,
  ): Promise<{ readonly mappings: readonly FaceMapping[]; readonly next?: string }>;
  /** Lists the faces of a user, read consistently, without those of the second region. */
  listOfUser(tenant: string, userId: string): Promise<readonly UserFaceMapping[]>;
  /** The same of any owner. */
  listOfOwner(tenant: string, owner: FaceOwner): Promise<readonly FaceMapping[]>;
  /** Lists the replicas of a user's faces in the collections of another region. */
  replicasOfUser(tenant: string, userId: string, region: string): Promise<readonly UserFaceMapping[]>;
  /** The same of any owner. */
  replicasOfOwner(tenant: string, owner: FaceOwner, region: string): Promise<readonly FaceMapping[]>;
}
