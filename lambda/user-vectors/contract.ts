import * as z from 'zod';
import { TENANT_PATTERN } from '../kernel/tenancy.ts';

/** Payloads of the functions that build user vectors. */

/** A message of the queue. */
export const userVectorMessage = z.object({
  tenant: z.string().min(1),
  user_id: z.string().min(1),
  collection_id: z.string().min(1),
  looks: z.int().min(0),
  permits: z.int().min(1).exactOptional(),
});

/** Tenants per rule of the schedule, whose input may have 8192 characters. */
export const TENANTS_PER_RULE = 200;

/** Input of the schedule's runs: the tenants with user vectors. */
export const resendUserVectorsInput = z.object({ tenants: z.array(z.string().regex(TENANT_PATTERN)).min(1) });
export const resendUserVectorsOutput = z.object({ tenants: z.int() });
