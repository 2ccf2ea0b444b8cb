import type { Clock } from '../kernel/ports/clock.ts';
import { appendTo, emptyHead, type LedgerDraft, type LedgerHead } from './domain/ledger-entry.ts';
import type { LedgerStore } from './ports/ledger-store.ts';

export interface AppendDependencies {
  readonly ledger: Pick<LedgerStore, 'head' | 'add' | 'chained'>;
  readonly clock: Clock;
}

/** Entries written at once. */
interface Appended {
  readonly drafts: readonly LedgerDraft[];
  readonly before: LedgerHead;
  readonly after: LedgerHead;
}

/**
 * Attempts at one batch. Three streams are read at once, each by a few invocations, and one attempt of all
 * those that meet succeeds: the last of five needs five.
 */
const MAX_ATTEMPTS = 10;

/**
 * Adds entries to a tenant's chain. An entry about a row that has one is left out, so that a batch that comes
 * again adds nothing twice; a lost race begins again from the new end.
 * @param drafts as many as one write takes
 * @returns undefined if the chain had them all
 * @throws Error if every attempt lost
 */
export async function appendEntries(
  tenant: string,
  drafts: readonly LedgerDraft[],
  { ledger, clock }: AppendDependencies,
): Promise<Appended | undefined> {
  let fresh = [...new Map(drafts.map((draft) => [draft.source_id, draft])).values()];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = (await ledger.head(tenant)) ?? emptyHead(tenant);
    const { links, head: after } = appendTo(before, fresh, clock());
    const entries = fresh.flatMap((draft, index) => {
      const link = links[index];
      return link ? [{ link, draft }] : [];
    });
    if (await ledger.add(tenant, { before, after, entries })) return { drafts: fresh, before, after };
    const chained = await ledger.chained(
      tenant,
      fresh.map(({ source_id }) => source_id),
    );
    fresh = fresh.filter(({ source_id }) => !chained.has(source_id));
    if (fresh.length === 0) return undefined;
  }
  throw new Error(`the chain of ${tenant} grew ${MAX_ATTEMPTS} times while a batch was added`);
}
