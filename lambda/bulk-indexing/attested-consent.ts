import { createHash } from 'node:crypto';
import {
  type ConsentReceipt,
  isValid,
  isWithdrawn,
  standingReceipt,
} from '../consents/domain/consent-receipt.ts';
import type { ConsentReceipts } from '../consents/ports/consent-receipts.ts';
import { createIdentifier, ID_PREFIXES } from '../kernel/identifier.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { ManifestItem } from './manifest-item.ts';
import type { RowConsent } from './ports/bulk-enrollment.ts';

export interface AttestedConsentDependencies {
  readonly receipts: Pick<ConsentReceipts, 'ofUser'>;
  readonly emit: EmitMetric;
}

/**
 * Returns the consent of a row's person, as the operator has attested it with the job: a receipt, unless one
 * for the same text is valid. A receipt of theirs has to be valid still when they are enrolled, so that no
 * attestation outlives a withdrawal.
 * @returns `consent_withdrawn` if the person has withdrawn theirs since they consented to anything
 */
export async function attestedConsent(
  { job, userId }: ManifestItem,
  { receipts, emit }: AttestedConsentDependencies,
): Promise<RowConsent | 'consent_withdrawn'> {
  const earlier = await receipts.ofUser(job.tenant, userId);
  if (isWithdrawn(earlier)) {
    emit('ConsentRefused', 1, { Step: 'import' });
    return 'consent_withdrawn';
  }
  const standing = earlier.find(isValid);
  const checked = standing ? { standing } : {};
  // created by an earlier release
  if (!job.consent) return checked;
  const { basis, attested_by, ...text } = job.consent;
  const receipt: ConsentReceipt = {
    tenant: job.tenant,
    id: receiptIdOf(job, userId),
    user_id: userId,
    purpose: 'identity_verification',
    ...text,
    channel: 'import',
    given_at: job.created_at,
    recorded_by: 'operator',
    attestation: { basis, attested_by, index_job_id: job.id },
  };
  return { ...checked, ...(standingReceipt(earlier, receipt) ? {} : { given: receipt }) };
}

/** A row that is repeated has the same receipt. */
const receiptIdOf = ({ id, created_at }: ManifestItem['job'], userId: string): string =>
  createIdentifier(
    ID_PREFIXES.consentReceipt,
    new Date(created_at),
    createHash('sha256').update(`${id}#${userId}`).digest(),
  );
