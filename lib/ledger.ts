import { z } from 'zod';

/** Settings of the decision ledger, whose ends are sealed in a locked bucket. */
export const ledgerSchema = z.strictObject({
  /** Days that a sealed end can be neither changed nor deleted; then it expires. */
  sealedDays: z.int().min(1).max(36_500),
  /**
   * Mode of the lock: governance lets a role with `s3:BypassGovernanceRetention` delete a sealed end before
   * its time, compliance lets nobody, not even root.
   */
  lock: z.enum(['governance', 'compliance']),
});
