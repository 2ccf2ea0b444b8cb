import { chainMissing } from '../../lambda/ledger/chain-missing.ts';
import type { DeployedLedger } from './deployed-ledger.ts';

/**
 * Chains the rows that the streams have not brought, with the caller's own credentials.
 * @returns the exit code
 */
export async function chain(
  tenants: readonly string[],
  deployed: Pick<DeployedLedger, 'ledger' | 'seals' | 'sources' | 'subjectHash'>,
  print: (line: string) => void,
): Promise<number> {
  const count = await chainMissing(tenants, {
    ...deployed,
    clock: () => new Date(),
    inTenant: (_tenant, work) => work(),
    // the metrics are those of the functions
    emit: () => {},
    report: (failure, error) => print(`  ${failure}: ${error instanceof Error ? error.message : error}`),
  });
  print(count === 0 ? 'no row is missing' : `${count.toLocaleString('en-US')} rows were chained`);
  return 0;
}
