import * as z from 'zod/mini';
import { percent } from './percent.ts';

const FACE_MODEL_VERSION = /^\d{1,3}\.\d{1,3}$/;

interface Thresholds {
  readonly regular: number;
  readonly sensitive: number;
  readonly duplicate?: number | undefined;
  readonly review_from?: { readonly [Tier in BandedTier]?: number | undefined } | undefined;
}
type BandedTier = 'regular' | 'sensitive' | 'duplicate';

/** A band that began above its threshold would hold scores that are matches. */
const bandBelow = (tier: BandedTier) =>
  z.refine<Thresholds>(
    ({ review_from, ...row }) => (review_from?.[tier] ?? 0) <= (row[tier] ?? row.regular),
    {
      error: `review_from.${tier} must not be above ${tier}, or matches would be reviewed`,
      path: ['review_from', tier],
    },
  );

const matchThresholds = z
  .strictObject({
    regular: percent,
    sensitive: percent,
    /** Of the search for duplicates, `regular` by default; a higher one would overlook second accounts. */
    duplicate: z.optional(percent),
    /**
     * Where the review band below a threshold begins: a score in it is for a person to judge. Without a
     * member there is no band below its threshold.
     */
    review_from: z.optional(
      z.strictObject({
        regular: z.optional(percent),
        sensitive: z.optional(percent),
        duplicate: z.optional(percent),
      }),
    ),
  })
  .check(
    z.refine(({ regular, duplicate = regular }) => duplicate <= regular, {
      error: 'duplicate must not be above regular, or a second account would be overlooked',
      path: ['duplicate'],
    }),
    bandBelow('regular'),
    bandBelow('sensitive'),
    bandBelow('duplicate'),
  );

/**
 * Minimum similarity of a match by face model version; scores of two versions cannot be compared (whitepaper
 * 6.1).
 */
export const thresholdTable = z.record(z.string(), matchThresholds).check(
  z.refine((table) => Object.keys(table).length > 0, {
    error: 'match_thresholds needs at least one face model version',
  }),
  z.refine((table) => Object.keys(table).every((version) => FACE_MODEL_VERSION.test(version)), {
    error: 'face model versions in match_thresholds must look like "7.0", as Rekognition returns them',
  }),
);
