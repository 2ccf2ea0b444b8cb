import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { LedgerDraft } from './ledger-entry.ts';

/** A fault of a row that an entry is made of, or should be. */
export interface SourceFinding {
  readonly fault: 'source_changed' | 'not_chained' | 'unreadable';
  readonly source_id: string;
  /** Milliseconds since it was written, of a row that is not chained. */
  readonly age_ms?: number;
}

/** The time within which a row is chained; a younger one may still be on its way. */
export const CHAINED_WITHIN_MS = 300_000;

/** The entries of a chain by the rows that they are about. */
export interface ChainedSources {
  /** Remembers an entry. */
  add(entry: LedgerDraft): void;
  /** Compares a row with its entry. @returns undefined if the entry says the same */
  check(row: LedgerDraft, now: Date): SourceFinding | undefined;
}

/** Compares rows with the entries of a tenant's chain, of each of which it keeps a digest. */
export function chainedSources(): ChainedSources {
  const digests = new Map<string, string>();
  return {
    add: (entry) => void digests.set(entry.source_id, digestOf(entry)),
    check: (row, now) => {
      const { source_id, occurred_at } = row;
      const chained = digests.get(source_id);
      if (chained === undefined)
        return { fault: 'not_chained', source_id, age_ms: now.getTime() - Date.parse(occurred_at) };
      return chained === digestOf(row) ? undefined : { fault: 'source_changed', source_id };
    },
  };
}

/** The kind is left out: a later release may call the same thing otherwise. */
const digestOf = ({ occurred_at, data }: LedgerDraft): string =>
  createHash('sha256').update(canonicalJson({ occurred_at, data })).digest('base64');
