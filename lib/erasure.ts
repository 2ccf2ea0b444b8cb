import { z } from 'zod';

/**
 * Days that point-in-time recovery of DynamoDB reaches back at most.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
 */
const PITR_DAYS = 35;

/** Settings of the erasure of users. */
export const erasureSchema = z.strictObject({
  /** Days that the longest backup of the tables is kept, if there are others than point-in-time recovery. */
  longestBackupDays: z.int().min(PITR_DAYS).max(3650),
  /** Seconds after which no function can run any more that had read something before an erasure. */
  settleSeconds: z.int().min(1).max(3600),
});

/**
 * Seconds that a function may run at most.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LONGEST_RUN_SECONDS = 900;

/** Problem of a stage whose erasures end before everything that they race with. */
export const erasureProblems = (
  { erasure: { settleSeconds } }: { readonly erasure: z.infer<typeof erasureSchema> },
  isLaptop: boolean,
) =>
  isLaptop || settleSeconds >= LONGEST_RUN_SECONDS
    ? []
    : [
        {
          path: ['erasure', 'settleSeconds'],
          message: `a function may run for ${LONGEST_RUN_SECONDS} s, and what it writes after ${settleSeconds} s would stay; use ${LONGEST_RUN_SECONDS}`,
        },
      ];

/**
 * Days for which the record of an erasure stops what a backup brings back: those of the longest backup of the
 * tables, or of replaced images, and one more.
 */
export const tombstoneDays = ({
  erasure,
  evidence,
}: {
  readonly erasure: z.infer<typeof erasureSchema>;
  readonly evidence: { readonly noncurrentVersionDays: number };
}): number => Math.max(erasure.longestBackupDays, evidence.noncurrentVersionDays) + 1;
