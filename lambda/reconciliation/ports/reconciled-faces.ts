import type { FormerEnrollment } from '../../enrollment/domain/enrollment.ts';
import type { FaceMapping, UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import type { FaceOwner } from '../../kernel/face-owner.ts';
import type { WrittenFace } from '../domain/reconciliation.ts';

/** Reads and repairs the records of faces. Reads are consistent, writes conditional. */
export interface ReconciledFaces {
  /** Returns the records of the requested faces; `owner` if a record names one. */
  written(
    tenant: string,
    collectionId: string,
    faceIds: readonly string[],
  ): Promise<ReadonlyMap<string, WrittenFace & { readonly owner?: FaceOwner }>>;
  /**
   * Restores the mapping of an enrolled face; returns false if its enrollment is no longer in force.
   * @param place whether others have been added to the enrollment since, or it is on the user's latest claim
   */
  remap(
    enrollment: FormerEnrollment,
    mapping: UserFaceMapping,
    place: 'latest' | 'earlier',
  ): Promise<boolean>;
  /** Replaces a missing face by another; returns false if the missing one is no longer mapped. */
  replace(gone: FaceMapping, mapping: FaceMapping): Promise<boolean>;
}
