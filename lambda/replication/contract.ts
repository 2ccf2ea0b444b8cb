import * as z from 'zod';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';
import { quotasSchema } from '../rate-limits/contract.ts';

/** The second region (whitepaper 5.6): its setting, and what travels between the functions that keep it in step. */

/** What a function knows of the second region. */
export const secondRegion = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, {
    error: (issue) => `"${String(issue.input)}" is not a region; write it like eu-west-1`,
  }),
  /** Calls a second that the second region grants, which are its own. */
  quotas: quotasSchema,
});
export type SecondRegion = z.infer<typeof secondRegion>;

/** A message of the queue: an image of a user that the second region may lack, or have in excess. */
export const replicationMessage = z.object({
  tenant: z.string().min(1),
  user_id: z.string().min(1),
  /** In the first region. */
  collection_id: z.string().min(1),
  image_id: z.string().min(1),
});

/** Tenants that one rule of the schedule names: its input may have 8192 characters. */
export const TENANTS_PER_RULE = 200;

/** Input of the schedule's runs. */
export const resendReplicationsInput = z.object({
  tenants: z.array(z.string().regex(TENANT_PATTERN)).min(1),
});
export const resendReplicationsOutput = z.object({ tenants: z.int() });

/** Undefined where the deployment has no second region. */
export const parseSecondRegion = (json: string | undefined): SecondRegion | undefined =>
  json === undefined ? undefined : secondRegion.parse(JSON.parse(json));
