import * as z from 'zod/mini';
import type { VerificationPolicy } from '../../kernel/policy.ts';

/**
 * Steps of a registration that its policy decides. One state machine serves all policies: it branches on the
 * plan in its input, so that a check that a policy leaves out starts no function and makes no call.
 */
export const registrationPlan = z.object({
  /** Whether the document is judged and compared with the selfie. */
  document: z.boolean(),
  /** Whether DetectFaces judges the selfie before it is indexed. */
  detect_selfie: z.boolean(),
  /** Whether other users, watchlists or both are searched for the face. */
  search: z.boolean(),
  /** Whether a search that stays incomplete is held for a person instead of ending as an error. */
  hold_incomplete: z.boolean(),
});
export type RegistrationPlan = z.infer<typeof registrationPlan>;

export const planOf = ({ checks, quality, search }: VerificationPolicy): RegistrationPlan => ({
  document: checks.document,
  detect_selfie: quality.selfie.detect_before_indexing,
  search: checks.duplicates || checks.watchlists,
  hold_incomplete: search.on_incomplete === 'review',
});
