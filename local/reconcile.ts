import './start/quiet-sdk.ts';
import { fileURLToPath } from 'node:url';
import { verificationApi } from './demo/verification-api.ts';
import { type Reconciliation, reconcile } from './reconcile/reconciliation-client.ts';
import { runCommand } from './start/command.ts';
import { demoTokens } from './start/demo-accounts.ts';
import type { Ending } from './start/ending.ts';
import { findOrStartStack } from './start/find-or-start-stack.ts';
import { print } from './start/output.ts';

const USAGE = 'npm run reconcile [-- --dry-run] [--json]';
/** Exit code when there were findings, repaired or not. */
const EXIT_FOUND = 3;
const EXIT_FAILED = 1;

const root = fileURLToPath(new URL('..', import.meta.url));

async function reconcileAndReport(dryRun: boolean, json: boolean, ending: Ending): Promise<void> {
  const address = await findOrStartStack(root, ending);
  const tokens = demoTokens(address);
  const api = verificationApi(address.apiUrl, () => tokens.user('olivia'));
  const result = await reconcile(api, dryRun, showProgress);
  if (process.stdout.isTTY) print('');
  printSummary(result);
  if (json) print(JSON.stringify(result));
  process.exitCode = exitCodeOf(result);
}

/** Shows progress in one line that is overwritten; prints nothing unless stdout is a terminal. */
function showProgress({ collections, counts }: Reconciliation): void {
  if (!process.stdout.isTTY) return;
  process.stdout.write(`\r  comparing ${collections} collections, ${sumOf(counts)} findings `);
}

function printSummary({ id, status, faces, mappings, counts, findings }: Reconciliation): void {
  print(`\n  ${id} ${status}: ${faces} faces and ${mappings} mappings compared, ${sumOf(counts)} findings`);
  for (const [name, count] of Object.entries(counts)) print(`    ${name.padEnd(30)}${count}`);
  for (const { kind, outcome, collection_id, face_id, user_id } of findings)
    print(`    ${kind} ${outcome}  ${collection_id} ${face_id}${user_id ? ` of ${user_id}` : ''}`);
}

const sumOf = (counts: Reconciliation['counts']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function exitCodeOf({ status, counts }: Reconciliation): number {
  if (status === 'failed') return EXIT_FAILED;
  return sumOf(counts) > 0 ? EXIT_FOUND : 0;
}

await runCommand({
  usage: USAGE,
  options: { 'dry-run': { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  main: ({ values }, ending) => reconcileAndReport(values['dry-run'], values.json, ending),
});
