import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from '../../kernel/canonical-json.ts';

/** A report of what happened that is to be chained; it names nobody. */
export const ledgerDraft = z.object({
  /** Names the row that it was made of; the same each time. */
  source_id: z.string(),
  /** Such as `decision`, `operator_action` or `consent`. */
  kind: z.string(),
  occurred_at: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
});
export type LedgerDraft = z.infer<typeof ledgerDraft>;

/** The content of an entry. */
export const ledgerContent = z.extend(ledgerDraft, {
  /** Place in the chain of the tenant, from 1. */
  sequence: z.int().check(z.minimum(1)),
  chained_at: z.iso.datetime(),
});
export type LedgerContent = z.infer<typeof ledgerContent>;

/** An entry as it is stored. */
export const ledgerLink = z.object({
  sequence: z.int().check(z.minimum(1)),
  /** Canonical JSON (RFC 8785) of {@link ledgerContent}; kept as text, so that its bytes are those hashed. */
  content: z.string(),
  /** Hash of the entry before it, or {@link genesisHash}; lowercase hex. */
  previous_hash: z.string(),
  /** SHA-256 of the previous hash and the content, as text one after the other; lowercase hex. */
  hash: z.string(),
});
export type LedgerLink = z.infer<typeof ledgerLink>;

/** The end of a chain. */
export const ledgerHead = z.object({
  /** Number of entries; 0 for a chain without any. */
  sequence: z.int().check(z.minimum(0)),
  hash: z.string(),
});
export type LedgerHead = z.infer<typeof ledgerHead>;

/** A head that was put where it can be neither changed nor deleted. */
export const ledgerSeal = z.extend(ledgerHead, { tenant: z.string(), sealed_at: z.iso.datetime() });
export type LedgerSeal = z.infer<typeof ledgerSeal>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Hash before the first entry: each tenant's chain begins with its own. */
export const genesisHash = (tenant: string): string => sha256(`face-idv ledger of ${tenant}`);

/** Hash of an entry. */
export const linkHash = (previousHash: string, content: string): string =>
  sha256(`${previousHash}${content}`);

/** The head of a chain without entries. */
export const emptyHead = (tenant: string): LedgerHead => ({ sequence: 0, hash: genesisHash(tenant) });

/** Chains entries after a head. @returns the new entries, and the head that they make */
export function appendTo(
  head: LedgerHead,
  drafts: readonly LedgerDraft[],
  now: Date,
): { readonly links: readonly LedgerLink[]; readonly head: LedgerHead } {
  const links: LedgerLink[] = [];
  let { sequence, hash } = head;
  for (const draft of drafts) {
    const previous_hash = hash;
    sequence += 1;
    const content = canonicalJson({ ...draft, sequence, chained_at: now.toISOString() });
    hash = linkHash(previous_hash, content);
    links.push({ sequence, content, previous_hash, hash });
  }
  return { links, head: { sequence, hash } };
}
