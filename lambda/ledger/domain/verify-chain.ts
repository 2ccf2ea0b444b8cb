import {
  emptyHead,
  type LedgerContent,
  type LedgerHead,
  type LedgerLink,
  type LedgerSeal,
  ledgerContent,
  linkHash,
} from './ledger-entry.ts';

/** Faults of a chain. */
export type ChainFault =
  | 'changed'
  | 'missing'
  | 'reordered'
  | 'not_linked'
  | 'differs_from_seal'
  | 'cut_tail'
  | 'head_differs';

export interface ChainFinding {
  readonly fault: ChainFault;
  /** Place in the chain of the first entry that it is about. */
  readonly sequence: number;
  /** Place of the last one, if there are several. */
  readonly to?: number;
  /** The row that the entry was made of, if its content still says so. */
  readonly source_id?: string;
}

/** Checks a chain while it is read. */
export interface ChainVerifier {
  /** Checks the next entry, in the order of the keys. @returns its content; undefined if it cannot be read */
  add(link: LedgerLink): LedgerContent | undefined;
  /** Checks the end. @param head as it was read before the entries; undefined if there is none */
  end(head: LedgerHead | undefined): readonly ChainFinding[];
}

/**
 * Finds what was done to a chain since it was written: an entry that was changed, removed or moved, a tail
 * that was cut off, and a chain that was written anew, which is whole in itself and differs from its seals.
 * Entries after the last seal could be cut off together with the head; only their sources would show it.
 * @param seals of the tenant, in any order
 */
export function verifyChain(tenant: string, seals: readonly LedgerSeal[]): ChainVerifier {
  const findings: ChainFinding[] = [];
  const sealed = sealsBySequence(seals);
  const start = emptyHead(tenant);
  let last: LedgerHead = start;
  const find = (fault: ChainFault, sequence: number, details: Partial<ChainFinding> = {}) =>
    findings.push({ fault, sequence, ...details });
  return {
    add(link) {
      const { sequence, previous_hash, hash } = link;
      const content = contentOf(link);
      const source = content ? { source_id: content.source_id } : {};
      const hasGap = sequence !== last.sequence + 1;
      if (hasGap) find('missing', last.sequence + 1, range(last.sequence + 1, sequence - 1));
      if (!content || linkHash(previous_hash, link.content) !== hash) find('changed', sequence, source);
      else if (content.sequence !== sequence) find('reordered', sequence, source);
      else if (!hasGap && previous_hash !== last.hash) find('not_linked', sequence, source);
      for (const seal of sealed.get(sequence) ?? [])
        if (seal.hash !== hash) find('differs_from_seal', sequence, source);
      last = { sequence, hash };
      return content;
    },

    end(head = start) {
      const expected = seals.reduce((most, { sequence }) => Math.max(most, sequence), head.sequence);
      if (expected > last.sequence) find('cut_tail', last.sequence + 1, range(last.sequence + 1, expected));
      else if (head.sequence !== last.sequence || head.hash !== last.hash)
        find('head_differs', last.sequence);
      return findings;
    },
  };
}

function sealsBySequence(seals: readonly LedgerSeal[]): ReadonlyMap<number, readonly LedgerSeal[]> {
  const sealed = new Map<number, LedgerSeal[]>();
  for (const seal of seals) sealed.set(seal.sequence, [...(sealed.get(seal.sequence) ?? []), seal]);
  return sealed;
}

function contentOf({ content }: LedgerLink): LedgerContent | undefined {
  try {
    const parsed = ledgerContent.safeParse(JSON.parse(content));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const range = (from: number, to: number): Partial<ChainFinding> => (to > from ? { to } : {});
