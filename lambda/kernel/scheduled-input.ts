import * as z from 'zod/mini';
import { TENANT_PATTERN } from './tenancy.ts';

/** Input of a scheduled function: the tenants that this run is for. */
export const scheduledInput = z.object({
  tenants: z.array(z.string().check(z.regex(TENANT_PATTERN))).check(z.minLength(1)),
});
