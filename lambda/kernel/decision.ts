import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { policyReference } from './policy-reference.ts';
import { type ReasonCode, storedReasonCode } from './reason-code.ts';

/** How a session ended and who decided: the policy, a person, or a fault before the policy could decide. */
export const decision = z.object({
  outcome: z.enum(['approved', 'declined', 'error']),
  reason_codes: z.array(storedReasonCode),
  decided_by: z.enum(['policy', 'reviewer', 'fault']),
  /** Fingerprint of the policy that decided. */
  policy_version: z.optional(z.string()),
  /** The version of the policy that its session has pinned. */
  policy: z.optional(policyReference),
  /** By what a reviewer approved it, where no face was checked. */
  means: z.optional(z.literal('document_review')),
  decided_at: z.iso.datetime(),
});
export type Decision = z.infer<typeof decision>;

/** @param noted findings that did not stand in the way, such as a hit that a person is to look at */
export const approval = (policyVersion: string, now: Date, noted: readonly ReasonCode[] = []): Decision => ({
  outcome: 'approved',
  reason_codes: [...noted],
  decided_by: 'policy',
  policy_version: policyVersion,
  decided_at: now.toISOString(),
});

export const declined = (reasons: readonly ReasonCode[], policyVersion: string, now: Date): Decision => ({
  outcome: 'declined',
  reason_codes: [...reasons],
  decided_by: 'policy',
  policy_version: policyVersion,
  decided_at: now.toISOString(),
});

/** Decision of a reviewer on a session that the policy could not decide. */
export const declinedByReviewer = (reasons: readonly string[], now: Date): Decision => ({
  outcome: 'declined',
  reason_codes: [...reasons],
  decided_by: 'reviewer',
  decided_at: now.toISOString(),
});

/** Approval of a reviewer who has accepted a document: no face was checked, and none is enrolled. */
export const approvedByDocument = (now: Date): Decision => ({
  outcome: 'approved',
  reason_codes: [],
  decided_by: 'reviewer',
  means: 'document_review',
  decided_at: now.toISOString(),
});

export const fault = (reason: ReasonCode, now: Date): Decision => ({
  outcome: 'error',
  reason_codes: [reason],
  decided_by: 'fault',
  decided_at: now.toISOString(),
});

/** Names a policy by its content, so that a decision shows its thresholds: 12 hexadecimal digits. */
export const policyFingerprint = (policy: object): string =>
  createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 12);
