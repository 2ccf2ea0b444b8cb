import type { LedgerDraft, LedgerHead, LedgerLink } from '../domain/ledger-entry.ts';

/** Entries to write, each made of its draft, and the heads before and after them. */
export interface Addition {
  readonly before: LedgerHead;
  readonly after: LedgerHead;
  readonly entries: readonly { readonly link: LedgerLink; readonly draft: LedgerDraft }[];
}

/** The chains of tenants. */
export interface LedgerStore {
  /** Returns the end of a chain; undefined before its first entry. */
  head(tenant: string): Promise<LedgerHead | undefined>;
  /** Adds all entries or none. @returns false if the chain has grown, or has an entry about a row */
  add(tenant: string, addition: Addition): Promise<boolean>;
  /** Returns the rows that the chain has an entry about. */
  chained(tenant: string, sourceIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Returns the entry about a row; undefined if there is none. */
  find(tenant: string, sourceId: string): Promise<LedgerLink | undefined>;
  /** Reads the entries in order, up to a place in the chain. */
  links(tenant: string, to: number): AsyncIterable<LedgerLink>;
}
