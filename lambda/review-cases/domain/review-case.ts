import * as z from 'zod/mini';

/** Why a person must look: two users who may be one person. */
export const reviewCaseReason = z.enum(['possible_duplicate']);

/** One of the two users of a case, by the face that was found. */
const caseUser = z.object({
  user_id: z.string(),
  face_id: z.string(),
  collection_id: z.string(),
  session_id: z.string(),
  enrolled_at: z.iso.datetime(),
});
export type CaseUser = z.infer<typeof caseUser>;

/** A question that a person has to answer. */
export const reviewCase = z.object({
  id: z.string(),
  tenant: z.string(),
  reason: reviewCaseReason,
  status: z.enum(['open']),
  opened_at: z.iso.datetime(),
  /** The user who enrolled first, and the one who enrolled later. */
  users: z.tuple([caseUser, caseUser]),
  /** Similarity of their faces in percent. */
  similarity: z.number(),
  face_model_version: z.string(),
});
export type ReviewCase = z.infer<typeof reviewCase>;

/**
 * Returns two users in the order of their enrollments. Ties, which two clocks can make, are broken by user
 * id, so that both users' checks agree on which one is the younger.
 */
export function inOrder(one: CaseUser, other: CaseUser): [CaseUser, CaseUser] {
  const order = one.enrolled_at.localeCompare(other.enrolled_at) || (one.user_id < other.user_id ? -1 : 1);
  return order < 0 ? [one, other] : [other, one];
}
