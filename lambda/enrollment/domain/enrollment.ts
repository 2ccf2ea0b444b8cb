import * as z from 'zod';
import { type IndexedFace, indexedFace } from '../../collections/domain/indexed-face.ts';
import { imageReference } from '../../images/domain/image-reference.ts';
import { creationTimeOf } from '../../kernel/identifier.ts';

/** What one session holds while it enrolls a user; nobody else may enroll that user meanwhile. */
export const enrollmentClaim = z.object({
  tenant: z.string(),
  user_id: z.string(),
  session_id: z.string(),
  /** SHA-256 of the selfie as it was taken. */
  image_sha256: z.string(),
  /** The image that is indexed. */
  image: imageReference,
  state: z.enum(['claimed', 'enrolled']),
  /** What a shard key may name, and how alike selfie and document are, in percent. Written with the mapping. */
  attributes: z.record(z.string(), z.string()).optional(),
  similarity: z.number().optional(),
  /** Written before indexing, so that a face whose answer was lost can be found. */
  planned: z
    .object({
      collection_id: z.string(),
      image_id: z.string(),
      /** Which generations were written when this was planned; approving fails where they have changed since. */
      generations_revision: z.int().min(0).default(0),
      /** Collections of the other generations that are written while a migration runs. */
      copies: z.array(z.string()).default([]),
      /** Such generations in which the user has no shard. */
      without_shard: z.array(z.string()).exactOptional(),
    })
    .optional(),
  /** Written as soon as the answer is there. */
  face: indexedFace.optional(),
  /** The same image in the collections of other generations, by collection. */
  copies: z.record(z.string(), indexedFace).optional(),
  /** Faces of further images that the same call has indexed (whitepaper 3.5.1). Written together with the face. */
  stitched: z
    .object({
      /** Which of the images the face is of. */
      image: z.int().min(0),
      others: z.array(
        z.object({ image: z.int().min(0), face: indexedFace, rejected_for: z.array(z.string()) }),
      ),
    })
    .optional(),
  /** Why the indexed face may not be kept; none where it may. Written together with the face. */
  rejected_for: z.array(z.string()).optional(),
});
export type EnrollmentClaim = z.infer<typeof enrollmentClaim>;

/** The face that is judged, and its copies in other generations. */
export const copiesOf = ({
  face,
  copies = {},
}: Pick<EnrollmentClaim, 'face' | 'copies'>): readonly IndexedFace[] => [
  ...(face ? [face] : []),
  ...Object.values(copies),
];

/** Every face of a claim. */
export const facesOf = (
  claim: Pick<EnrollmentClaim, 'face' | 'copies' | 'stitched'>,
): readonly IndexedFace[] => [...copiesOf(claim), ...(claim.stitched?.others ?? []).map(({ face }) => face)];

/**
 * Who stands behind a face id: `pending` while its enrollment is under way (also when nothing is written yet),
 * `mapped` once approved, `revoked` when another enrollment of the same face, or its own failure, has ruled it out.
 */
export const faceState = z.enum(['pending', 'mapped', 'revoked']);
export type FaceState = z.infer<typeof faceState>;

/** A face of someone else that a search found at or above the threshold. */
export interface CompetingFace {
  readonly state: FaceState;
  /** Undefined for a face that no enrollment of ours has indexed. */
  readonly imageId?: string | undefined;
}

/** No enrollment is under way for longer: the registration workflow ends after an hour. */
export const LONGEST_ENROLLMENT_MS = 3_600_000;

/**
 * What an enrollment that has indexed its face does about another's. Of two enrollments of one face under way, the one
 * with the lower image id goes on and revokes the other; revoking is a conditional write that a `mapped` face
 * withstands, and approving is one that a `revoked` face cannot pass, so exactly one of two survives whatever the order.
 * A face that has been pending for longer than an enrollment can be is a leftover: it is revoked, not yielded to.
 */
export function meetCompetitor(
  ownImageId: string,
  competitor: CompetingFace,
  now: Date,
): 'ignore' | 'revoke' | 'yield' {
  if (competitor.state === 'mapped') return 'yield';
  if (competitor.state === 'revoked') return 'ignore';
  const begun = competitor.imageId === undefined ? undefined : creationTimeOf(competitor.imageId);
  if (begun === undefined || now.getTime() - begun.getTime() > LONGEST_ENROLLMENT_MS) return 'revoke';
  return (competitor.imageId ?? '') < ownImageId ? 'yield' : 'revoke';
}
