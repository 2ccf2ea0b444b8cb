import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { LedgerDraft } from './ledger-entry.ts';

/**
 * Entries of one write: each has two rows, an entry and a mark of its source, and the head is one more. A
 * transaction takes 100 items (API Reference, TransactWriteItems).
 */
export const MAX_ENTRIES = 49;

/** Bytes of their texts. A transaction takes 4 MB, of which keys, hashes and the marks have the rest. */
export const MAX_BYTES = 2_000_000;

/** Splits entries into batches of one write each, in order. One entry is far below {@link MAX_BYTES}. */
export function batchesOf(drafts: readonly LedgerDraft[]): readonly (readonly LedgerDraft[])[] {
  const batches: LedgerDraft[][] = [];
  let bytes = 0;
  for (const draft of drafts) {
    const size = Buffer.byteLength(canonicalJson(draft));
    const last = batches.at(-1);
    if (last && last.length < MAX_ENTRIES && bytes + size <= MAX_BYTES) {
      last.push(draft);
      bytes += size;
    } else {
      batches.push([draft]);
      bytes = size;
    }
  }
  return batches;
}
