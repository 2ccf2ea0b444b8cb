import * as z from 'zod';
import type { ReasonCode } from '../../kernel/reason-code.ts';

/** What a reviewer may do with a registration that could not be decided. */
export const reviewOutcome = z.enum(['search_again', 'decline']);
export type ReviewOutcome = z.infer<typeof reviewOutcome>;

/** Why a person has to look at a session, and what came of it; of the latest time, where there were several. */
export const review = z.object({
  reason_codes: z.array(z.string()),
  requested_at: z.iso.datetime(),
  outcome: reviewOutcome.optional(),
  reviewed_at: z.iso.datetime().optional(),
  /** Subject of the operator's token. */
  reviewed_by: z.string().optional(),
  note: z.string().optional(),
});
export type Review = z.infer<typeof review>;

export const requestedReview = (reason: ReasonCode, now: Date): Review => ({
  reason_codes: [reason],
  requested_at: now.toISOString(),
});

const HOUR_MS = 3_600_000;

/** Whether nobody has reviewed a session in the hours that the policy gives. */
export const isOverdue = ({ requested_at }: Review, reviewHours: number, now: Date): boolean =>
  Date.parse(requested_at) + reviewHours * HOUR_MS <= now.getTime();
