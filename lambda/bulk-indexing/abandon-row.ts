import { type AbandonedEnrollment, abandon } from '../enrollment/domain/face-deletion.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { type SendFaceDeletionDependencies, sendFaceDeletion } from '../enrollment/send-face-deletion.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ManifestItem } from './manifest-item.ts';
import type { BulkEnrollment } from './ports/bulk-enrollment.ts';

export interface AbandonRowDependencies extends SendFaceDeletionDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'get'>;
  readonly bulk: Pick<BulkEnrollment, 'abandon'>;
  readonly clock: Clock;
}

/**
 * Undoes what a row has begun that fails for good: its user may register at once, no face of it is found, and
 * the row can be indexed again once the cause is fixed. Nothing happens to a user whom no index job claims.
 * @throws Error if the claim changed meanwhile; the batch is then repeated
 */
export async function abandonRow(
  { job, userId }: ManifestItem,
  dependencies: AbandonRowDependencies,
): Promise<void> {
  const { enrollments, bulk, clock } = dependencies;
  const claim = await enrollments.get(job.tenant, userId);
  if (claim?.state !== 'claimed' || !claim.session_id.startsWith(`${ID_PREFIXES.indexJob}_`)) return;
  const abandoned = withReadableImage(
    abandon(claim, claim.planned?.image_id ?? job.id, clock()),
    job.image_bucket,
  );
  if (!(await bulk.abandon(abandoned))) throw new Error(`the claim of a failed row of ${job.id} has changed`);
  await sendFaceDeletion(abandoned.deletion, dependencies);
}

/**
 * Deletions read images of the product's own bucket only. Without the image it cannot search for a face whose
 * response was lost; the reconciliation deletes that one.
 */
const withReadableImage = (
  { claim, deletion }: AbandonedEnrollment,
  bucket: string | undefined,
): AbandonedEnrollment =>
  deletion && bucket !== undefined
    ? { claim, deletion: { ...deletion, searched_collections: [] } }
    : { claim, ...(deletion ? { deletion } : {}) };
