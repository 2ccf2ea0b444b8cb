import { setTimeout } from 'node:timers/promises';
import type { VerificationApi } from '../demo/verification-api.ts';

/** An index job, as the API returns it. */
export interface IndexJob {
  readonly id: string;
  readonly status: 'created' | 'running' | 'paused' | 'canceled' | 'completed' | 'failed';
  readonly total?: number;
  readonly done: number;
  readonly counts: Readonly<Record<'indexed' | 'skipped' | 'rejected' | 'failed', number>>;
  readonly items_per_second: number;
  readonly eta_seconds?: number;
  readonly billable_calls: Readonly<Record<string, number>>;
  readonly cost_usd: number;
  readonly estimated_cost_usd: number;
  /** Of the file of outcomes, which is merged after the job has ended. */
  readonly outcomes_status: 'none' | 'pending' | 'ready' | 'failed';
  readonly outcomes_url?: string;
}

export interface IndexJobRequest {
  readonly format: 'csv' | 'jsonl';
  readonly duplicates?: Duplicates;
  readonly crop_faces?: boolean;
  readonly image_bucket?: string;
  /** The text that everybody in the manifest has consented to, and on what that rests. */
  readonly consent: { readonly notice_version: string; readonly basis: string };
}
export const DUPLICATES = ['ignore', 'report', 'refuse'] as const;
export type Duplicates = (typeof DUPLICATES)[number];

export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface NewIndexJob extends IndexJob {
  readonly manifest_upload: UploadForm;
  readonly image_upload: UploadForm;
  readonly image_prefix: string;
}

/** A file to upload; an image has the name that its row uses. */
export interface UploadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Concurrent uploads: enough to fill a home connection. */
const UPLOADS_CONCURRENCY = 8;
/** Milliseconds between two polls of a job. */
const POLL_MS = 500;

/** Creates a job and uploads its manifest and images; does not start it. */
export async function prepareIndexJob(
  api: VerificationApi,
  request: IndexJobRequest,
  images: readonly UploadFile[],
  manifestOf: (imagePrefix: string) => string,
): Promise<NewIndexJob> {
  const job = await api.post<NewIndexJob>('/index-jobs', request);
  const queue = images.values();
  const upload = async () => {
    for (const image of queue) await sendForm(job.image_upload, image);
  };
  await Promise.all(Array.from({ length: UPLOADS_CONCURRENCY }, upload));
  const bytes = new TextEncoder().encode(manifestOf(job.image_prefix));
  await sendForm(job.manifest_upload, { name: `manifest.${request.format}`, bytes });
  return job;
}

/** Polls a job until it has ended and its outcomes are in one file or cannot be, and reports its progress. */
export async function followIndexJob(
  api: VerificationApi,
  id: string,
  onProgress: (job: IndexJob) => void,
): Promise<IndexJob> {
  for (;;) {
    const job = await api.get<IndexJob>(`/index-jobs/${id}`);
    onProgress(job);
    const hasEnded = job.status === 'completed' || job.status === 'failed' || job.status === 'canceled';
    if (hasEnded && job.outcomes_status !== 'pending') return job;
    await setTimeout(POLL_MS);
  }
}

/** Posts a file to a form: first all fields, then the file. @throws Error when it is refused */
export async function sendForm({ url, fields }: UploadForm, { name, bytes }: UploadFile): Promise<void> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const response = await fetch(url, { method: 'POST', body: form });
  if (!response.ok) throw new Error(`the upload of ${name} was refused: ${await response.text()}`);
}
