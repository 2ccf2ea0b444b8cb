import {
  type LedgerHead,
  type LedgerLink,
  type LedgerSeal,
  ledgerContent,
} from '../../../lambda/ledger/domain/ledger-entry.ts';
import type { LedgerSeals } from '../../../lambda/ledger/ports/ledger-seals.ts';
import type { LedgerStore } from '../../../lambda/ledger/ports/ledger-store.ts';

interface Chain {
  head: LedgerHead | undefined;
  readonly links: LedgerLink[];
}

/** Chains and seals in memory, by the conditions of the real ones. */
export function inMemoryLedger() {
  const chains = new Map<string, Chain>();
  const seals: LedgerSeal[] = [];
  const chainOf = (tenant: string): Chain => {
    const chain = chains.get(tenant) ?? { head: undefined, links: [] };
    chains.set(tenant, chain);
    return chain;
  };
  const sourcesOf = (tenant: string) =>
    chainOf(tenant).links.map(({ content }) => ledgerContent.parse(JSON.parse(content)).source_id);
  const ledger: LedgerStore = {
    head: async (tenant) => chainOf(tenant).head,
    add: async (tenant, { before, after, entries }) => {
      const chain = chainOf(tenant);
      if ((chain.head?.sequence ?? 0) !== before.sequence) return false;
      const known = sourcesOf(tenant);
      if (entries.some(({ draft }) => known.includes(draft.source_id))) return false;
      chain.links.push(...entries.map(({ link }) => link));
      chain.head = after;
      return true;
    },
    chained: async (tenant, ids) => new Set(sourcesOf(tenant).filter((id) => ids.includes(id))),
    find: async (tenant, id) => chainOf(tenant).links[sourcesOf(tenant).indexOf(id)],
    async *links(tenant, to) {
      yield* chainOf(tenant).links.filter(({ sequence }) => sequence <= to);
    },
  };
  const sealStore: LedgerSeals = {
    put: async (seal) => {
      if (seals.some(({ tenant, sequence }) => tenant === seal.tenant && sequence === seal.sequence))
        return false;
      seals.push(seal);
      return true;
    },
    list: async (tenant) => seals.filter((seal) => seal.tenant === tenant),
  };
  return { ledger, seals: sealStore, chainOf, sourcesOf, sealed: seals };
}
