import * as z from 'zod/mini';

/**
 * A share from 0 to 100, like every threshold and score of Rekognition. Values in (0, 1] are refused:
 * 0.95 is a fraction by mistake, and as a threshold it would let almost any two faces match.
 */
export const percent = z
  .number()
  .check(
    z.minimum(0),
    z.maximum(100),
    z.refine((value) => value === 0 || value > 1, {
      error: (issue) =>
        `${String(issue.input)} looks like a fraction; thresholds are percents from 0 to 100, so write ${Number(issue.input) * 100}`,
    }),
  )
  .brand<'Percent'>();
export type Percent = z.infer<typeof percent>;
