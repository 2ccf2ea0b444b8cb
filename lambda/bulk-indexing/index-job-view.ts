import type * as z from 'zod/mini';
import { MAX_UPLOAD_BYTES } from '../images/domain/image-rules.ts';
import type { UploadForms } from '../images/ports/upload-form.ts';
import type { Prices } from '../kernel/billing.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import {
  type IndexJobView,
  imagePrefix,
  manifestKey,
  type newIndexJobView,
  outcomesKey,
} from './contract.ts';
import { type IndexJob, outcomesStatusOf, progressOf } from './domain/index-job.ts';
import type { IndexJobFiles } from './ports/index-job-files.ts';

/** A million rows of 100 characters. */
const MAX_MANIFEST_BYTES = 100 * 1024 * 1024;
/** Long enough to download a large file. */
const DOWNLOAD_LIFETIME_SECONDS = 900;

/** Converts a job to its view. */
export function toIndexJobView(job: IndexJob, prices: Prices, now: Date): IndexJobView {
  const { tenant: _tenant, calls, outcomes: _outcomes, ...shown } = job;
  return {
    ...shown,
    billable_calls: calls,
    ...progressOf(job, prices, now),
    outcomes_status: outcomesStatusOf(job),
  };
}

/** Converts a job, with a download link to its outcomes once they are in one file. */
export async function toEndedIndexJobView(
  job: IndexJob,
  {
    files,
    prices,
    clock,
  }: { readonly files: Pick<IndexJobFiles, 'signDownload'>; readonly prices: Prices; readonly clock: Clock },
): Promise<IndexJobView> {
  const view = toIndexJobView(job, prices, clock());
  if (view.outcomes_status !== 'ready') return view;
  const outcomes = outcomesKey(job.tenant, job.id);
  return { ...view, outcomes_url: await files.signDownload(outcomes, DOWNLOAD_LIFETIME_SECONDS) };
}

/** Converts a new job, with upload forms for its manifest and images. */
export async function toNewIndexJobView(
  job: IndexJob,
  {
    forms,
    formLifetimeSeconds: lifetimeSeconds,
    prices,
    clock,
  }: {
    readonly forms: UploadForms;
    readonly formLifetimeSeconds: number;
    readonly prices: Prices;
    readonly clock: Clock;
  },
): Promise<z.infer<typeof newIndexJobView>> {
  const now = clock();
  const prefix = imagePrefix(job.tenant, job.id);
  const key = manifestKey(job.tenant, job.id, job.format);
  const [manifest_upload, image_upload] = await Promise.all([
    forms.sign({ place: { key }, maxBytes: MAX_MANIFEST_BYTES, lifetimeSeconds }),
    forms.sign({ place: { prefix }, maxBytes: MAX_UPLOAD_BYTES, lifetimeSeconds }),
  ]);
  return {
    ...toIndexJobView(job, prices, now),
    manifest_upload,
    image_upload,
    image_prefix: prefix,
    expires_at: new Date(now.getTime() + lifetimeSeconds * 1000).toISOString(),
  };
}
