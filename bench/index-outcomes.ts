import { MERGE_CALL_MS, ROWS_PER_BATCH } from '../lambda/bulk-indexing/contract.ts';
import type { IndexJob } from '../lambda/bulk-indexing/domain/index-job.ts';
import { mergeOutcomes } from '../lambda/bulk-indexing/merge-outcomes.ts';
import { systemClock } from '../lambda/platform/system.ts';
import {
  anEndedJob,
  generatedOutcomes,
  mergeAll,
  RecordedPartedFiles,
} from '../test/support/lambda/generated-outcomes.ts';

/** The outcomes of a very large index job, merged by the product's own code: time, calls and memory. */
const ROWS = 10_000_000;
const MB = 1024 ** 2;

const progress = (line: string) => process.stdout.write(`${line}\n`);
const outcomes = generatedOutcomes(ROWS);
const partedFiles = new RecordedPartedFiles();
let job: IndexJob = anEndedJob(ROWS);
progress(
  `index-outcomes: ${ROWS} rows in ${ROWS / ROWS_PER_BATCH} objects, calls of ${MERGE_CALL_MS / 1000} s`,
);

const startedAt = performance.now();
const calls = await mergeAll(async (input) => {
  const answer = await mergeOutcomes(input, {
    jobs: {
      get: async () => job,
      steps: outcomes.steps,
      recordOutcomes: async (_tenant, _id, state) => {
        job = { ...job, outcomes: state };
        return job.status;
      },
    },
    files: {
      read: outcomes.read,
      write: () => Promise.reject(new Error('this job does not fit one request')),
    },
    partedFiles,
    clock: systemClock,
    emit: () => {},
  });
  progress(`index-outcomes: ${outcomes.reads()} read, ${partedFiles.sizes.length} parts written`);
  return answer;
});
const seconds = (performance.now() - startedAt) / 1000;
// taken before the expected digest is made, which has its own garbage
const peakRss = process.resourceUsage().maxRSS / 1024;

const figures = {
  rows: ROWS,
  objects: outcomes.reads(),
  calls,
  parts: partedFiles.sizes.length,
  file_mb: Math.round(partedFiles.sizes.reduce((sum, size) => sum + size, 0) / MB),
  largest_part_mb: Math.round((Math.max(...partedFiles.sizes) / MB) * 10) / 10,
  seconds: Math.round(seconds),
  peak_rss_mb: Math.round(peakRss),
  is_complete: partedFiles.digest === outcomes.digest() && job.outcomes === 'ready',
};
progress(JSON.stringify(figures, null, process.argv.includes('--json') ? undefined : 2));
process.exitCode = figures.is_complete ? 0 : 1;
