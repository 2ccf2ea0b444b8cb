import type { AttestedConsent } from '../consents/contract.ts';
import { requireStoredText } from '../consents/draw-up-receipt.ts';
import type { ReadConsentTextsDependencies } from '../consents/list-consent-texts.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import type { CreateIndexJobRequest } from './contract.ts';
import { type IndexJobInput, manifestKey, type TenantImportBuckets } from './contract.ts';
import { countLines } from './count-lines.ts';
import { INDEX_JOB_ACTIONS, type IndexJob, type IndexJobAction, NO_ITEMS } from './domain/index-job.ts';
import { manifestProblem } from './domain/manifest-format.ts';
import type { ImportBucketList } from './ports/import-bucket-list.ts';
import type { IndexJobFiles } from './ports/index-job-files.ts';
import type { IndexJobStore } from './ports/index-job-store.ts';

/**
 * Creates a job, which waits for its manifest.
 * @throws Problem `invalid_request` for a bucket that is not allowed, or `consent_text_unknown`
 */
export async function createIndexJob(
  caller: Caller,
  { format, quality_gate, duplicates, crop_faces, image_bucket, consent }: CreateIndexJobRequest,
  dependencies: ReadConsentTextsDependencies & {
    readonly jobs: Pick<IndexJobStore, 'create'>;
    readonly importBuckets: ImportBucketList;
    readonly clock: Clock;
    readonly newIdentifier: NewIdentifier;
  },
): Promise<IndexJob> {
  const { jobs, importBuckets, clock, newIdentifier } = dependencies;
  if (image_bucket !== undefined) requireImport(image_bucket, await importBuckets.of(caller.tenant));
  const job: IndexJob = {
    tenant: caller.tenant,
    id: newIdentifier(ID_PREFIXES.indexJob),
    status: 'created',
    format,
    quality_gate,
    duplicates,
    crop_faces,
    ...(image_bucket === undefined ? {} : { image_bucket }),
    consent: await attest(caller, consent, dependencies),
    created_at: clock().toISOString(),
    counts: NO_ITEMS,
    calls: {},
  };
  await jobs.create(job);
  return job;
}

/** Returns what the caller attests, by the text that it names. @throws Problem `consent_text_unknown` */
async function attest(
  { tenant, subject }: Caller,
  { notice_version, locale, jurisdiction, basis }: AttestedConsent,
  dependencies: ReadConsentTextsDependencies,
): Promise<NonNullable<IndexJob['consent']>> {
  const wanted = { locale, jurisdiction, purpose: 'identity_verification' } as const;
  const text = await requireStoredText(tenant, notice_version, wanted, dependencies);
  return {
    notice_version,
    text_sha256: text.sha256,
    locale: text.locale,
    ...(text.jurisdiction === undefined ? {} : { jurisdiction: text.jurisdiction }),
    basis,
    attested_by: subject,
  };
}

function requireImport(bucket: string, allowed: TenantImportBuckets): void {
  if (allowed.some((one) => one.bucket === bucket)) return;
  const names = allowed.map((one) => one.bucket).join(', ');
  throw invalidRequest(
    'image_bucket',
    `this tenant may not import from image_bucket "${bucket}"; ${names ? `allowed: ${names}` : 'omit it and upload the images'}`,
  );
}

/** @throws Problem `not_found` */
export async function getIndexJob(
  caller: Caller,
  id: string,
  jobs: Pick<IndexJobStore, 'get'>,
): Promise<IndexJob> {
  const job = await jobs.get(caller.tenant, id);
  if (!job) throw new Problem('not_found', `index job ${id} does not exist`);
  return job;
}

export interface ChangeIndexJobDependencies {
  readonly jobs: Pick<IndexJobStore, 'get' | 'act'>;
  readonly files: Pick<IndexJobFiles, 'stream'>;
  readonly workflow: Workflow<IndexJobInput>;
  readonly bucket: string;
  readonly clock: Clock;
}

/**
 * Starts, pauses, resumes or cancels a job. A paused job stops after
 * its current group of rows; a canceled one keeps its enrolled faces.
 * @throws Problem `not_found`, `invalid_state` or `invalid_request`
 */
export async function changeIndexJob(
  caller: Caller,
  id: string,
  action: IndexJobAction,
  dependencies: ChangeIndexJobDependencies,
): Promise<IndexJob> {
  const { jobs, workflow, bucket, clock } = dependencies;
  const job = await getIndexJob(caller, id, jobs);
  const input: IndexJobInput = {
    tenant: job.tenant,
    job_id: id,
    format: job.format,
    bucket,
    manifest_key: manifestKey(job.tenant, id, job.format),
  };
  if (action === 'start' && job.status === 'running') {
    // an earlier start may have failed between writing this status and starting the workflow
    await workflow.start(input);
    return job;
  }
  const now = clock().toISOString();
  const changes =
    action === 'start'
      ? { started_at: now, total: await countRows(job, dependencies) }
      : action === 'cancel'
        ? { ended_at: now }
        : {};
  const changed = await jobs.act(caller.tenant, id, action, changes);
  if (!changed) throw stateProblem(await getIndexJob(caller, id, jobs), action);
  if (action === 'start') await workflow.start(input);
  return changed;
}

/** Counts the rows of the manifest. @throws Problem if it is missing or empty, or no row could be read */
async function countRows(
  { tenant, id, format, status }: IndexJob,
  { files }: ChangeIndexJobDependencies,
): Promise<number> {
  // the action will be refused without reading the manifest
  if (status !== 'created') return 0;
  const manifest = await files.stream(manifestKey(tenant, id, format));
  if (manifest === undefined)
    throw invalidRequest(
      'manifest',
      'the manifest has not been uploaded; upload it before you start the job',
    );
  const { count, ...lines } = await countLines(manifest);
  const rows = format === 'csv' ? count - 1 : count;
  if (rows < 1) throw invalidRequest('manifest', 'the manifest has no rows');
  const problem = manifestProblem(format, lines);
  if (problem !== undefined) throw invalidRequest('manifest', problem);
  return rows;
}

function stateProblem({ id, status }: IndexJob, action: IndexJobAction): Problem {
  const { from } = INDEX_JOB_ACTIONS[action];
  return new Problem(
    'invalid_state',
    `index job ${id} is ${status}; ${action} requires ${from.join(' or ')}`,
  );
}
