import type { EnrollmentClaim, FormerEnrollment } from './enrollment.ts';
import type { FaceDeletion } from './face-deletion.ts';
import type { UserFaceMapping } from './face-mapping.ts';

/** The enrollments that a further one takes the place of, their faces, and the deletion of these. */
export interface ReplacedEnrollments {
  readonly enrollments: readonly FormerEnrollment[];
  readonly faces: readonly UserFaceMapping[];
  readonly deletion: FaceDeletion;
}

/**
 * Replaces everything that a user has enrolled before a claim: none of its faces is a match any more once the
 * claim's own face is one.
 * @param earlier enrollments of the user without the claim's former one
 * @param mapped faces of the user
 * @param id of the deletion
 */
export function replaceEarlier(
  claim: EnrollmentClaim,
  earlier: readonly FormerEnrollment[],
  mapped: readonly UserFaceMapping[],
  id: string,
  now: Date,
): ReplacedEnrollments | undefined {
  const { tenant, user_id, session_id, image, image_sha256 } = claim;
  const faces = mapped.filter((one) => one.image_sha256 !== image_sha256);
  const [image_id, ...further_image_ids] = new Set(faces.map((face) => face.image_id));
  if (image_id === undefined) return undefined;
  return {
    enrollments: [...(claim.former ? [claim.former] : []), ...earlier],
    faces,
    deletion: {
      tenant,
      id,
      user_id,
      session_id,
      image,
      image_id,
      further_image_ids,
      faces: faces.map(({ collection_id, face_id }) => ({ collection_id, face_id })),
      // a face of an enrolled user is mapped, so none has to be searched for
      searched_collections: [],
      requested_at: now.toISOString(),
      cause: 'replaced',
    },
  };
}
