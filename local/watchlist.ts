import './start/quiet-sdk.ts';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { reviewerOf } from './commands/cases.ts';
import { InputError } from './demo/photo.ts';
import { type CommandInput, runCommand, UsageError } from './start/command.ts';
import { print } from './start/output.ts';
import { LOCAL_FOLDER } from './start/places.ts';
import { findRunningStack } from './start/running-stack.ts';
import { addEntries } from './watchlist/add-entries.ts';
import { findDeleted } from './watchlist/deleted-entries.ts';
import { isEnded, openOutcomes } from './watchlist/outcomes-file.ts';
import { readEntries, refuseExpired } from './watchlist/read-entries.ts';
import { exitCodeOf, summaryLines, summaryOf } from './watchlist/summary.ts';

const USAGE = 'npm run watchlist -- <list> entries.csv [--reason "why, for the audit entries"] [--dry-run]';
const OPTIONS = { reason: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const;
/** Longest reason that the API takes. */
const MAX_REASON = 200;
const BAR_WIDTH = 30;

const root = fileURLToPath(new URL('..', import.meta.url));

interface Arguments {
  readonly listId: string;
  readonly file: string;
  readonly auditReason: string;
  readonly dryRun: boolean;
}

function checked({ values, positionals }: CommandInput<typeof OPTIONS>): Arguments {
  const [listId, file, ...rest] = positionals;
  if (!listId || !file || rest.length > 0) throw new UsageError('exactly one list and one file are required');
  const auditReason = values.reason ?? `in bulk, from ${basename(file)}`;
  if (auditReason === '' || auditReason.length > MAX_REASON)
    throw new UsageError(`give a --reason of 1 to ${MAX_REASON} characters`);
  return { listId, file, auditReason, dryRun: values['dry-run'] };
}

async function addFile({ listId, file, auditReason, dryRun }: Arguments): Promise<void> {
  const lines = await readEntries(file, listId);
  if (dryRun) {
    refuseExpired(file, lines, new Date());
    return print(`\n  ${file}: ${lines.length} entries, all right; nothing was added\n`);
  }
  // what a temporary stack held would end with it, and the file of outcomes would know better
  const stack = await findRunningStack(join(root, LOCAL_FOLDER));
  if (!stack) throw new InputError('the local cloud is not running; start it with: npm start');
  const outcomes = openOutcomes(file, stack.userPoolId);
  const open = lines.filter(({ key }) => !isEnded(outcomes.get(key)));
  refuseExpired(file, open, new Date());
  print(`\n  adding ${open.length} of ${lines.length} entries to the watchlist ${listId}`);
  const api = reviewerOf(stack);
  // fails once for an unknown list, before any line does
  await api.get(`/watchlists/${encodeURIComponent(listId)}/entries?limit=1`);
  const onProgress = (done: number) => showProgress(done, open.length);
  await addEntries(open, { listId, auditReason, api, outcomes, wait: setTimeout, onProgress });
  if (process.stdout.isTTY) print('');
  // last, since the API also replays the answers about an entry that was deleted within the day
  const deleted = await findDeleted(lines, listId, { api, outcomes, wait: setTimeout });
  const summary = summaryOf(lines, outcomes, deleted);
  for (const line of summaryLines(summary)) print(`    ${line}`);
  print(`    outcomes  ${outcomes.file}\n`);
  process.exitCode = exitCodeOf(summary);
}

/** Shows progress in one line that is overwritten; prints nothing unless stdout is a terminal. */
function showProgress(done: number, total: number): void {
  if (!process.stdout.isTTY) return;
  const bar = '#'.repeat(Math.round((done / total) * BAR_WIDTH)).padEnd(BAR_WIDTH, '.');
  process.stdout.write(`\r  [${bar}] ${done}/${total} `);
}

await runCommand({
  usage: USAGE,
  options: OPTIONS,
  allowPositionals: true,
  main: (input) => addFile(checked(input)),
});
