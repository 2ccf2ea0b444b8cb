import type { VerificationApi } from '../../local/demo/verification-api.ts';
import {
  followIndexJob as followJob,
  type IndexJob,
  type IndexJobRequest,
  prepareIndexJob,
} from '../../local/index/index-job-client.ts';
import { ATTESTED } from './registrations.ts';

/** Requests of jobs whose people have consented. */
export const CSV: IndexJobRequest = { format: 'csv', consent: ATTESTED };
export const JSONL: IndexJobRequest = { format: 'jsonl', consent: ATTESTED };

type JobToPrepare = Parameters<typeof prepareIndexJob>;

/** Uploads the files of a job and starts it. */
export async function startIndexJob(...job: JobToPrepare): Promise<{ readonly id: string }> {
  const [api] = job;
  const { id } = await prepareIndexJob(...job);
  await api.post(`/index-jobs/${id}/start`);
  return { id };
}

/** Waits until a job has ended. */
export const followIndexJob = (api: VerificationApi, id: string): Promise<IndexJob> =>
  followJob(api, id, () => {});

/** Runs a job to its end. */
export async function runIndexJob(...job: JobToPrepare): Promise<IndexJob> {
  const [api] = job;
  const { id } = await startIndexJob(...job);
  return followIndexJob(api, id);
}

/** Reads the outcomes of an ended job, one per row. */
export async function outcomesOf({ outcomes_url = '' }: IndexJob) {
  const lines = (await (await fetch(outcomes_url)).text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { row: number; outcome: string; reason_codes: string[] });
}
