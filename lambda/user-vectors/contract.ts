import * as z from 'zod';

/** Payloads of the functions that build user vectors. */

/** A message of the queue. */
export const userVectorMessage = z.object({
  tenant: z.string().min(1),
  user_id: z.string().min(1),
  collection_id: z.string().min(1),
  looks: z.int().min(0),
  permits: z.int().min(1).exactOptional(),
});
