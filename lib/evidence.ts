import { z } from 'zod';
import type { VerificationPolicy } from '../lambda/kernel/policy.ts';

export const evidenceSchema = z.strictObject({
  /** Days until selfies, documents and audit images expire; images of enrolled faces do not expire. */
  retentionDays: z.int().min(1).max(3650),
  /** Days to keep a replaced or deleted version, so that a mistake can be undone. */
  noncurrentVersionDays: z.int().min(1).max(365),
});

/** Days from the liveness check of a session to the last moment in which it can be held: it may resume. */
const SUBMISSION_DAYS = 2;

/** Findings on how long evidence is kept: a session that is held for a person needs its images meanwhile. */
export function evidenceProblems({
  evidence: { retentionDays, noncurrentVersionDays },
  policy: { review },
}: {
  readonly evidence: z.infer<typeof evidenceSchema>;
  readonly policy: Pick<VerificationPolicy, 'review'>;
}) {
  const shownDays = retentionDays - noncurrentVersionDays;
  if (shownDays <= 0)
    return [
      {
        path: ['evidence', 'noncurrentVersionDays'],
        message: `${noncurrentVersionDays} days for replaced versions leave nothing of the ${retentionDays} days that evidence is kept; use fewer, such as ${Math.floor(retentionDays / 3)}`,
      },
    ];
  const heldDays = review.max_days + SUBMISSION_DAYS;
  if (heldDays <= shownDays) return [];
  return [
    {
      path: ['evidence', 'retentionDays'],
      message: `images are hidden after ${shownDays} days, and a held session needs its own for ${heldDays}; keep them for ${heldDays + noncurrentVersionDays} or more, or lower policy.review.max_days`,
    },
  ];
}
