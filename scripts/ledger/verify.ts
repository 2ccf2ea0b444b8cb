import { isWhole, verifyLedger } from '../../lambda/ledger/verify-ledger.ts';
import type { DeployedLedger } from './deployed-ledger.ts';
import { describeReport } from './describe-report.ts';

/** Entries and rows between two lines of progress. */
const PROGRESS_EVERY = 10_000;

/**
 * Verifies the chains of a deployment, and prints what it finds.
 * @returns the exit code: 1 if something is wrong
 */
export async function verify(
  tenants: readonly string[],
  deployed: Pick<DeployedLedger, 'ledger' | 'seals' | 'sources' | 'subjectHash'>,
  print: (line: string) => void,
): Promise<number> {
  const reports = await verifyLedger(tenants, {
    ...deployed,
    clock: () => new Date(),
    progress: (what, done) => {
      if (done % PROGRESS_EVERY === 0) print(`  ${done.toLocaleString('en-US')} ${what} read`);
    },
  });
  for (const line of reports.flatMap(describeReport)) print(line);
  return reports.every(isWhole) ? 0 : 1;
}
