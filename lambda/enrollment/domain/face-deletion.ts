import * as z from 'zod/mini';
import { imageReference } from '../../images/domain/image-reference.ts';
import { groupBy } from '../../kernel/group-by.ts';
import { type EnrollmentClaim, facesOf } from './enrollment.ts';

/** Time within which a revoked face is deleted by itself (docs/runbook.md, "Face deletions overdue"). */
export const DELETION_DUE_MS = 15 * 60_000;

/** Request to delete what an enrollment has indexed, written when it is given up or replaced. */
export const faceDeletion = z.object({
  tenant: z.string(),
  id: z.string(),
  user_id: z.string(),
  session_id: z.string(),
  /** The image that was indexed, and the id that its faces carry. */
  image: imageReference,
  image_id: z.string(),
  /** Ids of the images beyond that one, where a further enrollment has replaced several. */
  further_image_ids: z.optional(z.array(z.string())),
  faces: z.array(z.object({ collection_id: z.string(), face_id: z.string() })),
  /** Collections that may hold a face whose id is not known, since its response was lost. */
  searched_collections: z.array(z.string()),
  requested_at: z.iso.datetime(),
  /**
   * Set if the face itself may not stay, or another one has taken its place; otherwise the enrollment ended
   * without an approval.
   */
  cause: z.optional(z.enum(['low_quality', 'replaced'])),
});
export type FaceDeletion = z.infer<typeof faceDeletion>;

/** Returns the ids of all images whose faces are deleted. */
export const imagesOf = ({
  image_id,
  further_image_ids = [],
}: Pick<FaceDeletion, 'image_id' | 'further_image_ids'>): readonly string[] => [
  image_id,
  ...further_image_ids,
];

/**
 * Seconds after which faces are deleted that another has replaced. They may be part of their user's vector,
 * which is built without them first: DeleteFaces refuses a face that is part of one.
 */
const REPLACED_DELAY_SECONDS = 60;

/** Seconds to wait before the faces of a deletion are deleted. */
export const deletionDelaySeconds = ({ cause }: Pick<FaceDeletion, 'cause'>): number =>
  cause === 'replaced' ? REPLACED_DELAY_SECONDS : 0;

/** An enrollment that is given up: its claim, and the deletion of what it may have indexed. */
export interface AbandonedEnrollment {
  readonly claim: EnrollmentClaim;
  readonly deletion?: FaceDeletion;
}

/**
 * Gives up an enrollment, however far it came.
 * @param id of the deletion, one for each attempt of the session
 */
export function abandon(claim: EnrollmentClaim, id: string, now: Date): AbandonedEnrollment {
  const { tenant, user_id, session_id, image, planned, rejected_for = [] } = claim;
  // nothing is indexed before it is planned
  if (!planned) return { claim };
  const faces = facesOf(claim).map(({ collection_id, face_id }) => ({ collection_id, face_id }));
  const known = new Set(faces.map(({ collection_id }) => collection_id));
  const searched_collections = [planned.collection_id, ...planned.copies].filter((one) => !known.has(one));
  const requested_at = now.toISOString();
  return {
    claim,
    deletion: {
      tenant,
      id,
      user_id,
      session_id,
      image,
      image_id: planned.image_id,
      faces,
      searched_collections,
      requested_at,
      ...(rejected_for.length > 0 ? { cause: 'low_quality' } : {}),
    },
  };
}

/** A face where it was indexed. */
export type RevokedFace = FaceDeletion['faces'][number];

/** Faces that one call deletes. */
export interface DeletionBatch {
  readonly collection_id: string;
  readonly face_ids: readonly string[];
}

/** Faces that DeleteFaces takes at most (Amazon Rekognition API Reference). */
export const MAX_DELETED_FACES = 4096;

/** Groups faces so that as few calls as possible delete them: each call is for one collection. */
export function deletionBatches(faces: readonly RevokedFace[]): readonly DeletionBatch[] {
  const byCollection = groupBy(faces, ({ collection_id }) => collection_id);
  return [...byCollection].flatMap(([collection_id, ofCollection]) => {
    const face_ids = [...new Set(ofCollection.map(({ face_id }) => face_id))];
    const starts = Array.from(
      { length: Math.ceil(face_ids.length / MAX_DELETED_FACES) },
      (_, batch) => batch * MAX_DELETED_FACES,
    );
    return starts.map((start) => ({
      collection_id,
      face_ids: face_ids.slice(start, start + MAX_DELETED_FACES),
    }));
  });
}
