import { abandon } from '../enrollment/domain/face-deletion.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { BulkEnrollment } from './ports/bulk-enrollment.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

export interface FreeEndedClaimDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
  readonly jobs: Pick<IndexJobStore, 'get'>;
  readonly bulk: Pick<BulkEnrollment, 'abandon'>;
  readonly clock: Clock;
}

/** Time after which no batch of an ended job runs any more; a function runs for at most 15 minutes. */
const LAST_BATCH_MS = 15 * 60_000;

/**
 * Frees a user whom an index job still claims that has ended: a batch that was killed leaves its claim
 * behind, and without a recorded face no reconciliation finds it. A face whose response was lost is revoked
 * by its image, and the reconciliation deletes it.
 * @returns whether the user is free now
 */
export async function freeEndedClaim(
  tenant: string,
  userId: string,
  { enrollments, jobs, bulk, clock }: FreeEndedClaimDependencies,
): Promise<boolean> {
  const claim = await enrollments.get(tenant, userId);
  if (claim?.state !== 'claimed' || !claim.session_id.startsWith(`${ID_PREFIXES.indexJob}_`)) return false;
  const now = clock();
  const job = await jobs.get(tenant, claim.session_id);
  // the row of a job expires long after its end
  if (job && (job.ended_at === undefined || now.getTime() - Date.parse(job.ended_at) < LAST_BATCH_MS))
    return false;
  const { deletion } = abandon(claim, claim.planned?.image_id ?? claim.session_id, now);
  // the image may be in a bucket that no sweep reads, so only recorded faces are requested
  return bulk.abandon({
    claim,
    ...(deletion ? { deletion: { ...deletion, searched_collections: [] } } : {}),
  });
}
