import { z } from 'zod';

/** Settings of the records of who did what with the data (whitepaper 9.1). */
export const auditSchema = z.strictObject({
  /** Days that a file of the trail can be neither changed nor deleted; then it expires. */
  retentionDays: z.int().min(1).max(3650),
  /**
   * Mode of the lock: governance lets a role with `s3:BypassGovernanceRetention`
   * delete a file before its time, compliance lets nobody, not even root.
   */
  lock: z.enum(['governance', 'compliance']).default('governance'),
  /**
   * Whether the stack enables Amazon Macie. An account has one
   * session in a region, so leave it out where one exists.
   */
  macie: z.boolean().default(false),
});

export type AuditSettings = z.infer<typeof auditSchema>;
