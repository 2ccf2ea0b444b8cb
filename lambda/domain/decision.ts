import { z } from 'zod';

export const decision = z.object({
  outcome: z.enum(['approved', 'declined', 'error']),
  reason_codes: z.array(z.string()),
  decided_by: z.enum(['policy']),
  /** Fingerprint of the policy that decided: the first 12 hexadecimal digits of its SHA-256. */
  policy_version: z.string(),
  decided_at: z.iso.datetime(),
});
export type Decision = z.infer<typeof decision>;
