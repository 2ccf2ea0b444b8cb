import * as z from 'zod/mini';

/** Payloads of the functions that build user vectors. */

/** A message of the queue. */
export const userVectorMessage = z.object({
  tenant: z.string().check(z.minLength(1)),
  user_id: z.string().check(z.minLength(1)),
  collection_id: z.string().check(z.minLength(1)),
  looks: z.int().check(z.minimum(0)),
  permits: z.exactOptional(z.int().check(z.minimum(1))),
});
