import * as z from 'zod/mini';
import { faceOwner } from '../kernel/face-owner.ts';
import { quotasSchema } from '../rate-limits/contract.ts';

/**
 * The second region (whitepaper 5.6): its setting, and the payloads of the functions that replicate to it.
 */

/** Settings of the second region. */
export const secondRegion = z.strictObject({
  region: z.string().check(
    z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, {
      error: (issue) => `"${String(issue.input)}" is not a region; write it like eu-west-1`,
    }),
  ),
  /** Quotas of the second region in calls per second. */
  quotas: quotasSchema,
});
export type SecondRegion = z.infer<typeof secondRegion>;

/** A message of the queue: an owner's image that the second region may lack, or have in excess. */
export const replicationMessage = z.intersection(
  faceOwner,
  z.object({
    tenant: z.string().check(z.minLength(1)),
    /** Collection of the first region. */
    collection_id: z.string().check(z.minLength(1)),
    image_id: z.string().check(z.minLength(1)),
  }),
);

/** Parses the second region; undefined if the deployment has none. */
export const parseSecondRegion = (json: string | undefined): SecondRegion | undefined =>
  json === undefined ? undefined : secondRegion.parse(JSON.parse(json));
