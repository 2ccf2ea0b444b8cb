import type { BoundingBox } from '../../images/domain/quality-gate.ts';

/** Which face stands for which user and came from which image (whitepaper 5.8). */
export interface FaceMapping {
  readonly tenant: string;
  readonly user_id: string;
  readonly collection_id: string;
  readonly face_id: string;
  readonly image_id: string;
  readonly s3_image_url: string;
  readonly image_sha256: string;
  readonly bbox: BoundingBox;
  readonly face_model_version: string;
  readonly source: 'selfie' | 'bulk';
  /** Similarity of the selfie with the document, in percent, where they were compared. */
  readonly similarity?: number;
  /** What a shard key may name, so that the face finds its shard in another generation too. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly session_id: string;
  readonly created_at: string;
}

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
