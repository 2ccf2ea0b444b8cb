import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendTo,
  emptyHead,
  type LedgerHead,
  type LedgerLink,
  type LedgerSeal,
  linkHash,
} from '../../../../lambda/ledger/domain/ledger-entry.ts';
import { verifyChain } from '../../../../lambda/ledger/domain/verify-chain.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const TENANT = 'acme';

interface Chain {
  readonly links: readonly LedgerLink[];
  readonly head: LedgerHead;
  readonly seals: readonly LedgerSeal[];
}

/** A chain that was written in batches, each of whose ends was sealed. */
function aChain(batches: readonly number[]): Chain {
  let head = emptyHead(TENANT);
  const links: LedgerLink[] = [];
  const seals: LedgerSeal[] = [];
  for (const size of batches) {
    const drafts = Array.from({ length: size }, (_, index) => ({
      source_id: `row-${links.length + index}`,
      kind: 'decision',
      occurred_at: NOON.toISOString(),
      data: { outcome: 'approved' },
    }));
    const appended = appendTo(head, drafts, NOON);
    links.push(...appended.links);
    head = appended.head;
    seals.push({ tenant: TENANT, ...head, sealed_at: NOON.toISOString() });
  }
  return { links, head, seals };
}

function findingsIn({ links, head, seals }: Chain) {
  const verifier = verifyChain(TENANT, seals);
  for (const link of links) verifier.add(link);
  return verifier.end(head.sequence === 0 ? undefined : head);
}
const faultsIn = (chain: Chain) => findingsIn(chain).map(({ fault }) => fault);

/** The chain from an entry on, computed anew, as somebody would who knows how. */
function rewritten(links: readonly LedgerLink[], from: number, content: (text: string) => string) {
  let previous = links[from - 1]?.hash;
  return links.map((link, index) => {
    if (index < from) return link;
    const previous_hash = previous ?? link.previous_hash;
    const text = index === from ? content(link.content) : link.content;
    previous = linkHash(previous_hash, text);
    return { ...link, content: text, previous_hash, hash: previous };
  });
}

const batches = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
/** A chain, and the index of one of its entries. */
const chainAndPlace = batches.chain((sizes) => {
  const chain = aChain(sizes);
  return fc.tuple(fc.constant(chain), fc.integer({ min: 0, max: chain.links.length - 1 }));
});

describe('the check of a chain', () => {
  it('finds nothing in one that nobody has touched, however it was written', () => {
    fc.assert(
      fc.property(batches, (sizes) => {
        expect(findingsIn(aChain(sizes))).toEqual([]);
      }),
    );
    expect(findingsIn(aChain([]))).toEqual([]);
  });

  it('finds any change of an entry, and names it', () => {
    const members = fc.constantFrom('content', 'hash', 'previous_hash');
    fc.assert(
      fc.property(chainAndPlace, members, ([chain, place], member) => {
        const links = chain.links.map((link, index) =>
          index === place ? { ...link, [member]: `${link[member as 'hash']} ` } : link,
        );
        const findings = findingsIn({ ...chain, links });
        expect(findings).toContainEqual(expect.objectContaining({ fault: 'changed', sequence: place + 1 }));
      }),
    );
  });

  it('finds an entry whose content and hash were changed together', () => {
    fc.assert(
      fc.property(chainAndPlace, ([chain, place]) => {
        const links = chain.links.map((link, index) => {
          if (index !== place) return link;
          const content = link.content.replace('approved', 'declined');
          return { ...link, content, hash: linkHash(link.previous_hash, content) };
        });
        expect(faultsIn({ ...chain, links })).not.toEqual([]);
      }),
    );
  });

  it('finds a chain that was written anew from an entry on, by its seals', () => {
    fc.assert(
      fc.property(chainAndPlace, ([chain, place]) => {
        const links = rewritten(chain.links, place, (text) => text.replace('approved', 'declined'));
        const head = { ...chain.head, hash: links.at(-1)?.hash ?? '' };
        expect(faultsIn({ ...chain, links, head })).toContain('differs_from_seal');
        expect(faultsIn({ links, head, seals: [] })).toEqual([]);
      }),
    );
  });

  it('finds any entry that is missing, and names it', () => {
    fc.assert(
      fc.property(chainAndPlace, ([chain, place]) => {
        const findings = findingsIn({ ...chain, links: chain.links.filter((_, index) => index !== place) });
        const fault = place === chain.links.length - 1 ? 'cut_tail' : 'missing';
        expect(findings).toContainEqual({ fault, sequence: place + 1 });
      }),
    );
  });

  it('finds any two entries that were swapped, with or without their places', () => {
    const swaps = chainAndPlace.filter(([{ links }]) => links.length > 1);
    fc.assert(
      fc.property(swaps, fc.nat(), fc.boolean(), ([chain, one], distance, keepsPlaces) => {
        const { links } = chain;
        const other = (one + 1 + (distance % (links.length - 1))) % links.length;
        const swapped = links.map((link, index) => {
          const from = index === one ? links[other] : index === other ? links[one] : link;
          return { ...(from ?? link), sequence: link.sequence };
        });
        const bySequence = [...links].map((link, index) =>
          index === one ? (links[other] ?? link) : index === other ? (links[one] ?? link) : link,
        );
        expect(faultsIn({ ...chain, links: keepsPlaces ? swapped : bySequence })).not.toEqual([]);
      }),
    );
  });

  it('finds a tail that was cut off together with the head, by the seals', () => {
    fc.assert(
      fc.property(chainAndPlace, ([chain, kept]) => {
        const links = chain.links.slice(0, kept);
        const last = links.at(-1);
        const head = last ? { sequence: last.sequence, hash: last.hash } : emptyHead(TENANT);
        const to = chain.links.length > kept + 1 ? { to: chain.links.length } : {};
        expect(findingsIn({ ...chain, links, head })).toEqual([
          { fault: 'cut_tail', sequence: kept + 1, ...to },
        ]);
      }),
    );
  });

  it('finds a head that was set back, or says something else', () => {
    const chain = aChain([2, 3]);
    const back = chain.seals[0] ?? chain.head;
    expect(faultsIn({ ...chain, head: back, seals: [] })).toEqual(['head_differs']);
    expect(faultsIn({ ...chain, head: { ...chain.head, hash: 'x' } })).toEqual(['head_differs']);
  });

  it('finds a content that is not an entry any more', () => {
    const chain = aChain([3]);
    for (const content of ['{', '{"sequence":2}']) {
      const links = rewritten(chain.links, 1, () => content);
      const head = { ...chain.head, hash: links.at(-1)?.hash ?? '' };
      expect(findingsIn({ links, head, seals: [] })).toEqual([{ fault: 'changed', sequence: 2 }]);
    }
  });

  it('finds the chain of another tenant', () => {
    const { links, head } = aChain([1]);
    const verifier = verifyChain('beta', []);
    for (const link of links) verifier.add(link);
    expect(verifier.end(head)).toMatchObject([{ fault: 'not_linked', sequence: 1 }]);
  });
});
