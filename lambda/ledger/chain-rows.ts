import { groupBy } from '../kernel/group-by.ts';
import { mapBounded } from '../kernel/map-bounded.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import { type AppendDependencies, appendEntries } from './append-entries.ts';
import { SEAL_EVERY } from './contract.ts';
import { batchesOf } from './domain/batches-of.ts';
import type { LedgerDraft } from './domain/ledger-entry.ts';
import { draftOf, type LedgerSource, peopleOf, readSource } from './domain/ledger-source.ts';
import { type SealDependencies, sealHead } from './seal-ledger.ts';

export interface ChainRowsDependencies extends AppendDependencies, SealDependencies {
  readonly subjectHash: SubjectHash;
  /** Runs work with permissions for one tenant. */
  readonly inTenant: <Result>(tenant: string, work: () => Promise<Result>) => Promise<Result>;
  readonly emit: EmitMetric;
  /** Called for what does not hold up the rest: a row that cannot be read, a tenant or a seal that failed. */
  readonly report: (
    failure: 'ledgerRowUnreadable' | 'ledgerNotChained' | 'ledgerNotSealed',
    error: unknown,
  ) => void;
}

/** Calls of KMS at once; a batch of the stream names up to a hundred people. */
const HASHES_CONCURRENCY = 20;

interface ReadRow {
  readonly index: number;
  readonly source: LedgerSource;
}

/**
 * Chains what was written, in any order and at least once. A batch of which one tenant's entries could not be
 * written comes again from the first of them on.
 * @param rows as they were written
 * @returns index of the first row that was not chained; undefined if there is none
 */
export async function chainRows(
  rows: readonly unknown[],
  dependencies: ChainRowsDependencies,
): Promise<number | undefined> {
  const read = readAll(rows, dependencies);
  const failed: number[] = [];
  for (const [tenant, ofTenant] of groupBy(read, ({ source }) => source.tenant)) {
    try {
      await dependencies.inTenant(tenant, () => chainOfTenant(tenant, ofTenant, dependencies));
    } catch (error) {
      dependencies.report('ledgerNotChained', error);
      failed.push(ofTenant[0]?.index ?? 0);
    }
  }
  return failed.length === 0 ? undefined : Math.min(...failed);
}

function readAll(rows: readonly unknown[], { emit, report }: ChainRowsDependencies): ReadRow[] {
  return rows.flatMap((row, index) => {
    try {
      const source = readSource(row);
      return source ? [{ index, source }] : [];
    } catch (error) {
      emit('LedgerEntries', 1, { Kind: 'unreadable' });
      report('ledgerRowUnreadable', error);
      return [];
    }
  });
}

async function chainOfTenant(
  tenant: string,
  rows: readonly ReadRow[],
  dependencies: ChainRowsDependencies,
): Promise<void> {
  const { subjectHash, emit, report } = dependencies;
  const people = [...new Set(rows.flatMap(({ source }) => peopleOf(source)))];
  const hashes = new Map(
    await mapBounded(people, HASHES_CONCURRENCY, async (id) => [id, await subjectHash(tenant, id)] as const),
  );
  const drafts = rows.map(({ source }) => draftOf(source, (id) => hashes.get(id) ?? ''));
  for (const batch of batchesOf(drafts)) {
    const appended = await appendEntries(tenant, batch, dependencies);
    if (!appended) continue;
    for (const [kind, count] of countsOf(appended.drafts)) emit('LedgerEntries', count, { Kind: kind });
    const { before, after } = appended;
    if (Math.floor(after.sequence / SEAL_EVERY) === Math.floor(before.sequence / SEAL_EVERY)) continue;
    // the schedule seals what could not be
    await sealHead(tenant, after, dependencies).catch((error: unknown) => report('ledgerNotSealed', error));
  }
}

function countsOf(drafts: readonly LedgerDraft[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of drafts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
