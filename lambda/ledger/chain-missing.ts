import { type ChainRowsDependencies, chainRows } from './chain-rows.ts';
import { CHAINED_WITHIN_MS } from './domain/chained-sources.ts';
import { ledgerContent } from './domain/ledger-entry.ts';
import { draftOf, readSource } from './domain/ledger-source.ts';
import type { LedgerSources } from './ports/ledger-sources.ts';
import type { LedgerStore } from './ports/ledger-store.ts';

export interface ChainMissingDependencies extends ChainRowsDependencies {
  readonly ledger: ChainRowsDependencies['ledger'] & Pick<LedgerStore, 'links'>;
  readonly sources: LedgerSources;
}

/** Rows that are chained together. */
const ROWS_PER_BATCH = 100;

/**
 * Chains the rows of tenants that the streams have not brought: they were given up, or could not be read. A
 * young row may still be on its way, and is left to them.
 * @returns number of rows that were chained
 * @throws Error if a row cannot be chained
 */
export async function chainMissing(
  tenants: readonly string[],
  dependencies: ChainMissingDependencies,
): Promise<number> {
  const { sources, clock } = dependencies;
  const chained = new Map<string, ReadonlySet<string>>();
  for (const tenant of tenants) chained.set(tenant, await sourcesIn(tenant, dependencies));
  let batch: unknown[] = [];
  let count = 0;
  const flush = async () => {
    const refused = await chainRows(batch, dependencies);
    if (refused !== undefined) throw new Error('a row could not be chained; what came before it was');
    count += batch.length;
    batch = [];
  };
  for await (const row of sources.rows()) {
    if (!isMissing(row, chained, clock())) continue;
    batch.push(row);
    if (batch.length === ROWS_PER_BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return count;
}

async function sourcesIn(
  tenant: string,
  { ledger }: Pick<ChainMissingDependencies, 'ledger'>,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const { sequence = 0 } = (await ledger.head(tenant)) ?? {};
  for await (const { content } of ledger.links(tenant, sequence))
    ids.add(ledgerContent.parse(JSON.parse(content)).source_id);
  return ids;
}

function isMissing(row: unknown, chained: ReadonlyMap<string, ReadonlySet<string>>, now: Date): boolean {
  const source = readSource(row);
  const ofTenant = source && chained.get(source.tenant);
  if (!ofTenant) return false;
  const { source_id, occurred_at } = draftOf(source, (id) => id);
  return !ofTenant.has(source_id) && now.getTime() - Date.parse(occurred_at) >= CHAINED_WITHIN_MS;
}
