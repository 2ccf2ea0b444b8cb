import type { Clock } from '../kernel/ports/clock.ts';
import type { SubjectHash } from '../kernel/ports/subject-hash.ts';
import {
  CHAINED_WITHIN_MS,
  type ChainedSources,
  chainedSources,
  type SourceFinding,
} from './domain/chained-sources.ts';
import { draftOf, peopleOf, readSource } from './domain/ledger-source.ts';
import { type ChainFinding, verifyChain } from './domain/verify-chain.ts';
import type { LedgerSeals } from './ports/ledger-seals.ts';
import type { LedgerSources } from './ports/ledger-sources.ts';
import type { LedgerStore } from './ports/ledger-store.ts';

export interface VerifyLedgerDependencies {
  readonly ledger: Pick<LedgerStore, 'head' | 'links'>;
  readonly seals: Pick<LedgerSeals, 'list'>;
  readonly sources: LedgerSources;
  readonly subjectHash: SubjectHash;
  readonly clock: Clock;
  /** Called after every entry and row. @param done number of them so far */
  readonly progress: (what: 'entries' | 'rows', done: number) => void;
}

/** The findings about one tenant. */
export interface LedgerReport {
  readonly tenant: string;
  readonly entries: number;
  readonly seals: number;
  /** Rows that were compared with their entries. */
  readonly rows: number;
  readonly chain: readonly ChainFinding[];
  readonly sources: readonly SourceFinding[];
}

/** Whether a report has something that must not be; a young row is still on its way. */
export const isWhole = ({ chain, sources }: LedgerReport): boolean =>
  chain.length === 0 &&
  sources.every(({ fault, age_ms = 0 }) => fault === 'not_chained' && age_ms < CHAINED_WITHIN_MS);

interface TenantCheck {
  readonly report: Omit<LedgerReport, 'rows' | 'sources'>;
  readonly chained: ChainedSources;
  readonly found: SourceFinding[];
  rows: number;
}

/**
 * Checks the chains of tenants against themselves, their seals, and the rows that they are made of. A row
 * that is written meanwhile is left out or reported as a young one.
 */
export async function verifyLedger(
  tenants: readonly string[],
  dependencies: VerifyLedgerDependencies,
): Promise<readonly LedgerReport[]> {
  const checks = new Map<string, TenantCheck>();
  for (const tenant of tenants) checks.set(tenant, await verifyTenant(tenant, dependencies));
  await verifySources(checks, dependencies);
  return [...checks.values()].map(({ report, rows, found }) => ({ ...report, rows, sources: found }));
}

async function verifyTenant(
  tenant: string,
  { ledger, seals, progress }: VerifyLedgerDependencies,
): Promise<TenantCheck> {
  // in this order: a seal is never ahead of the head, nor the head ahead of the entries
  const sealed = await seals.list(tenant);
  const head = await ledger.head(tenant);
  const verifier = verifyChain(tenant, sealed);
  const chained = chainedSources();
  let entries = 0;
  // a cut head hides what lies behind it, and a seal says that it was there
  const to = sealed.reduce((most, { sequence }) => Math.max(most, sequence), head?.sequence ?? 0);
  for await (const link of ledger.links(tenant, to)) {
    const content = verifier.add(link);
    if (content) chained.add(content);
    entries += 1;
    progress('entries', entries);
  }
  const chain = verifier.end(head);
  return { report: { tenant, entries, seals: sealed.length, chain }, chained, found: [], rows: 0 };
}

async function verifySources(
  checks: ReadonlyMap<string, TenantCheck>,
  { sources, subjectHash, clock, progress }: VerifyLedgerDependencies,
): Promise<void> {
  let done = 0;
  for await (const row of sources.rows()) {
    done += 1;
    progress('rows', done);
    const check = checks.get(tenantOf(row));
    if (!check) continue;
    try {
      const source = readSource(row);
      if (!source) continue;
      const hashes = new Map<string, string>();
      for (const id of peopleOf(source)) hashes.set(id, await subjectHash(source.tenant, id));
      const finding = check.chained.check(
        draftOf(source, (id) => hashes.get(id) ?? ''),
        clock(),
      );
      check.rows += 1;
      if (finding) check.found.push(finding);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      check.found.push({ fault: 'unreadable', source_id: keyOf(row) });
    }
  }
}

interface RowKey {
  readonly pk?: unknown;
  readonly sk?: unknown;
}
const tenantOf = (row: unknown): string => String((row as RowKey).pk).split('#')[0] ?? '';
const keyOf = (row: unknown): string => `${(row as RowKey).pk} ${(row as RowKey).sk}`;
/** Whether a row was not what its key says, as schemas report it. */
const isUnreadable = (error: unknown): boolean => error instanceof Error && 'issues' in error;
