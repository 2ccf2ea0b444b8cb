import './start/quiet-sdk.ts';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { verificationApi } from './demo/verification-api.ts';
import {
  DUPLICATES,
  followIndexJob,
  type IndexJob,
  type IndexJobRequest,
  prepareIndexJob,
} from './index/index-job-client.ts';
import { readManifest } from './index/read-manifest.ts';
import { type CommandInput, runCommand, UsageError } from './start/command.ts';
import { demoTokens } from './start/demo-accounts.ts';
import type { Ending } from './start/ending.ts';
import { findOrStartStack } from './start/find-or-start-stack.ts';
import { print } from './start/output.ts';

const USAGE =
  'npm run index -- manifest.csv|manifest.jsonl --consent-basis "..." [--consent-version 2026-01] [--duplicates ignore|report|refuse] [--crop-faces] [--image-bucket name] [--outcomes file.jsonl] [--json]';
const OPTIONS = {
  duplicates: { type: 'string', default: 'ignore' },
  'crop-faces': { type: 'boolean', default: false },
  'image-bucket': { type: 'string' },
  'consent-basis': { type: 'string' },
  'consent-version': { type: 'string', default: '2026-01' },
  outcomes: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
/** Exit code of a job that completed with rows that are not enrolled. */
const EXIT_INCOMPLETE = 3;
const BAR_WIDTH = 30;

const root = fileURLToPath(new URL('..', import.meta.url));

async function indexPeople({ file, outcomes, request, json }: Arguments, ending: Ending): Promise<void> {
  const manifest = await readManifest(file);
  const address = await findOrStartStack(root, ending);
  const tokens = demoTokens(address);
  const api = verificationApi(address.apiUrl, () => tokens.user('olivia'));
  print(`\n  uploading ${manifest.images.length} images and ${manifest.rows} rows`);
  const { id } = await prepareIndexJob(api, { format: 'jsonl', ...request }, manifest.images, manifest.text);
  await api.post(`/index-jobs/${id}/start`);
  const job = await followIndexJob(api, id, showProgress);
  if (process.stdout.isTTY) print('');
  const saved = outcomes ?? `${id}.outcomes.jsonl`;
  if (job.outcomes_url !== undefined) await writeFile(saved, await (await fetch(job.outcomes_url)).text());
  printSummary(job, saved);
  if (json) print(JSON.stringify({ ...job, outcomes_url: undefined, outcomes_file: saved }));
  process.exitCode = exitCodeOf(job);
}

interface Arguments {
  readonly file: string;
  readonly outcomes?: string;
  readonly request: Omit<IndexJobRequest, 'format'>;
  readonly json: boolean;
}

function checked({ values, positionals }: CommandInput<typeof OPTIONS>): Arguments {
  const [file, ...rest] = positionals;
  if (!file || rest.length > 0) throw new UsageError('exactly one manifest is required');
  const duplicates = DUPLICATES.find((one) => one === values.duplicates);
  if (!duplicates) throw new UsageError(`--duplicates must be one of ${DUPLICATES.join(', ')}`);
  const basis = values['consent-basis'];
  if (!basis)
    throw new UsageError(
      '--consent-basis is required: on what it rests that every person in the manifest has consented, such as "signed forms of 2024"',
    );
  const bucket = values['image-bucket'];
  return {
    file,
    request: {
      duplicates,
      consent: { notice_version: values['consent-version'], basis },
      crop_faces: values['crop-faces'],
      ...(bucket === undefined ? {} : { image_bucket: bucket }),
    },
    json: values.json,
    ...(values.outcomes ? { outcomes: values.outcomes } : {}),
  };
}

/** Shows progress in one line that is overwritten; prints nothing unless stdout is a terminal. */
function showProgress({ done, total = 0, items_per_second, eta_seconds, cost_usd }: IndexJob): void {
  if (!process.stdout.isTTY) return;
  const filled = total > 0 ? Math.round((done / total) * BAR_WIDTH) : 0;
  const bar = '#'.repeat(filled).padEnd(BAR_WIDTH, '.');
  const eta = eta_seconds === undefined ? '' : `  ${eta_seconds} s left`;
  process.stdout.write(
    `\r  [${bar}] ${done}/${total}  ${items_per_second.toFixed(1)}/s${eta}  $${cost_usd.toFixed(3)}   `,
  );
}

function printSummary(
  { id, status, total, counts, billable_calls, cost_usd, outcomes_status }: IndexJob,
  saved: string,
): void {
  print(`\n  index job ${id}: ${status}, ${total} rows`);
  for (const [outcome, count] of Object.entries(counts)) print(`    ${outcome.padEnd(10)}${count}`);
  const calls = Object.entries(billable_calls).map(([operation, count]) => `${count} ${operation}`);
  print(`    cost      $${cost_usd.toFixed(3)} (${calls.join(', ') || 'no billed call'})`);
  print(`    outcomes  ${outcomes_status === 'ready' ? saved : outcomes_status}\n`);
}

function exitCodeOf({ status, counts }: IndexJob): number {
  if (status !== 'completed') return 1;
  return counts.rejected + counts.failed > 0 ? EXIT_INCOMPLETE : 0;
}

await runCommand({
  usage: USAGE,
  options: OPTIONS,
  allowPositionals: true,
  main: (input, ending) => indexPeople(checked(input), ending),
  failureLine: (error, words) =>
    // a program reads the last line
    words.includes('--json')
      ? JSON.stringify({ status: 'error', error: error instanceof Error ? error.message : String(error) })
      : undefined,
});
