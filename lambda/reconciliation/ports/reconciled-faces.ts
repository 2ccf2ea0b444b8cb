import type { EnrollmentClaim } from '../../enrollment/domain/enrollment.ts';
import type { FaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { WrittenFace } from '../domain/reconciliation.ts';

/** What the tables say of faces, and how it is mended. Reads are consistent, writes conditional. */
export interface ReconciledFaces {
  /** Of every face that was asked for; `userId` where a record names the user. */
  written(
    tenant: string,
    collectionId: string,
    faceIds: readonly string[],
  ): Promise<ReadonlyMap<string, WrittenFace & { readonly userId?: string }>>;
  /** Writes the mapping of an enrolled face again; false where the claim holds no longer. */
  remap(claim: EnrollmentClaim, mapping: FaceMapping): Promise<boolean>;
  /** Puts a face in the place of one that is gone; false where that one is mapped no longer. */
  replace(gone: FaceMapping, mapping: FaceMapping): Promise<boolean>;
}
