import * as z from 'zod/mini';
import { type IndexedFace, indexedFace } from '../../collections/domain/indexed-face.ts';
import { imageReference } from '../../images/domain/image-reference.ts';
import { creationTimeOf } from '../../kernel/identifier.ts';

/** An enrollment of a user by itself. */
const enrollment = z.object({
  tenant: z.string(),
  user_id: z.string(),
  session_id: z.string(),
  /** SHA-256 of the original selfie. */
  image_sha256: z.string(),
  /** The image that is indexed. */
  image: imageReference,
  /** Keys of the images that an index job was given beside that one. */
  further_image_keys: z.optional(z.array(z.string())),
  state: z.enum(['claimed', 'enrolled']),
  /**
   * Attributes for shard keys, and the similarity of selfie
   * and document in percent. Written with the mapping.
   */
  attributes: z.optional(z.record(z.string(), z.string())),
  similarity: z.optional(z.number()),
  /** Written before indexing, so that a face whose response was lost can be found. */
  planned: z.optional(
    z.object({
      collection_id: z.string(),
      image_id: z.string(),
      /** Revision of the generations when this was planned; approving fails if they have changed since. */
      generations_revision: z._default(z.int().check(z.minimum(0)), 0),
      /** Collections of the other generations that are written while a migration runs. */
      copies: z._default(z.array(z.string()), []),
      /** Those generations in which the user has no shard. */
      without_shard: z.exactOptional(z.array(z.string())),
      /** Whether the plan has a row for each of its collections, by which a search knows of it. */
      listed: z.exactOptional(z.boolean()),
    }),
  ),
  /** Written as soon as the response arrives. */
  face: z.optional(indexedFace),
  /** The same image in the collections of other generations, by collection. */
  copies: z.optional(z.record(z.string(), indexedFace)),
  /** Faces of further images indexed by the same call (whitepaper 3.5.1). Written together with the face. */
  stitched: z.optional(
    z.object({
      /** Index of the face's image. */
      image: z.int().check(z.minimum(0)),
      others: z.array(
        z.object({
          image: z.int().check(z.minimum(0)),
          face: indexedFace,
          rejected_for: z.array(z.string()),
        }),
      ),
    }),
  ),
  /** Why the indexed face must not be kept; absent if it may. Written together with the face. */
  rejected_for: z.optional(z.array(z.string())),
});

/** The claim of a session that enrolls a user; no other session may enroll that user meanwhile. */
export const enrollmentClaim = z.extend(enrollment, {
  /**
   * The enrollment that the user has while this one, a further one, is claimed. It is in force again if this
   * one is given up, and one of the earlier enrollments once this one adds to it.
   */
  former: z.optional(enrollment),
});
export type EnrollmentClaim = z.infer<typeof enrollmentClaim>;

/** An enrollment that is in force, as it is kept beside others. */
export type FormerEnrollment = z.infer<typeof enrollment>;

/** Whether a claim says that its user is enrolled: by it, or by the one before it. */
export const isEnrolled = ({ state, former }: Pick<EnrollmentClaim, 'state' | 'former'>): boolean =>
  state === 'enrolled' || former !== undefined;

/** Returns the face that is judged, and its copies in other generations. */
export const copiesOf = ({
  face,
  copies = {},
}: Pick<EnrollmentClaim, 'face' | 'copies'>): readonly IndexedFace[] => [
  ...(face ? [face] : []),
  ...Object.values(copies),
];

/** Returns every face of a claim. */
export const facesOf = (
  claim: Pick<EnrollmentClaim, 'face' | 'copies' | 'stitched'>,
): readonly IndexedFace[] => [...copiesOf(claim), ...(claim.stitched?.others ?? []).map(({ face }) => face)];

/**
 * State of a face: `pending` while its enrollment runs (also if nothing is written yet), `mapped` once
 * approved, `revoked` if another enrollment of the same face, or its own failure, ruled it out.
 */
export const faceState = z.enum(['pending', 'mapped', 'revoked']);
export type FaceState = z.infer<typeof faceState>;

/** Another user's face that a search found at or above the threshold. */
export interface CompetingFace {
  readonly state: FaceState;
  /** Undefined for a face that this product did not index. */
  readonly imageId?: string | undefined;
  /**
   * Set where the user of the face is not known yet, and may be one whom a person has found to be another one
   * than the user who enrolls.
   */
  readonly mayBeAllowed?: boolean;
  /** Set if its similarity is in the review band: only a person can say that it is a duplicate. */
  readonly isInBand?: boolean;
}

/** Maximum duration of an enrollment: the registration workflow times out after an hour. */
export const LONGEST_ENROLLMENT_MS = 3_600_000;

/** How an enrollment treats another user's face. */
export type Meeting = 'ignore' | 'revoke' | 'wait' | 'duplicate';

/**
 * Decides how an enrollment that has indexed its face treats another user's face. A mapped one makes it a
 * duplicate. Of two concurrent enrollments of one face, the one with the lower image id continues and revokes
 * the other; that one waits until the first is decided, which may fail for reasons of its own. Revoking is a
 * conditional write that fails for a `mapped` face, and approving fails for a `revoked` face, so exactly one
 * of two survives in any order. Nobody waits in a ring, since everybody waits for lower ids only, or for a
 * record that the other enrollment writes before it waits for anybody. A face that has been pending for
 * longer than an enrollment can run is a leftover and is revoked.
 *
 * A face in the review band is never revoked, since no person has judged it. Instead of revoking the other
 * one, the enrollment with the lower image id is itself reported as a possible duplicate and ends, so that at
 * least one of the two is.
 */
export function meetCompetitor(
  ownImageId: string,
  { state, imageId = '', mayBeAllowed = false, isInBand = false }: CompetingFace,
  now: Date,
): Meeting {
  if (state === 'mapped') return 'duplicate';
  if (state === 'revoked') return 'ignore';
  const begun = creationTimeOf(imageId);
  const isLeftover = begun === undefined || now.getTime() - begun.getTime() > LONGEST_ENROLLMENT_MS;
  if (isLeftover) return isInBand ? 'ignore' : 'revoke';
  if (imageId < ownImageId || mayBeAllowed) return 'wait';
  return isInBand ? 'duplicate' : 'revoke';
}
