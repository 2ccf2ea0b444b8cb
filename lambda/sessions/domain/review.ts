import * as z from 'zod/mini';
import { type ReasonCode, storedReasonCode } from '../../kernel/reason-code.ts';

/** Outcomes of a review. */
export const reviewOutcome = z.enum(['search_again', 'decline']);
export type ReviewOutcome = z.infer<typeof reviewOutcome>;

/** The latest review of a session: why it was held, and its outcome. */
export const review = z.object({
  reason_codes: z.array(storedReasonCode),
  requested_at: z.iso.datetime(),
  outcome: z.optional(reviewOutcome),
  reviewed_at: z.optional(z.iso.datetime()),
  /** Subject of the operator's token. */
  reviewed_by: z.optional(z.string()),
  note: z.optional(z.string()),
});
export type Review = z.infer<typeof review>;

export const requestedReview = (reason: ReasonCode, now: Date): Review => ({
  reason_codes: [reason],
  requested_at: now.toISOString(),
});

const HOUR_MS = 3_600_000;

/** Whether a session was not reviewed within the policy's hours. */
export const isReviewOverdue = ({ requested_at }: Review, reviewHours: number, now: Date): boolean =>
  Date.parse(requested_at) + reviewHours * HOUR_MS <= now.getTime();
