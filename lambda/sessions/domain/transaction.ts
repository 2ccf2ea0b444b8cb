import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from '../../kernel/canonical-json.ts';

/** Longest transaction in bytes of its canonical JSON: what a person can be shown, several times over. */
export const MAX_TRANSACTION_BYTES = 4096;
/** Levels of objects and arrays in a transaction, itself included. */
export const MAX_TRANSACTION_DEPTH = 8;

/** A transaction as a caller sends it, and as the person is shown it. */
export const transaction = z.record(z.string(), z.unknown());
export type Transaction = z.infer<typeof transaction>;

/** A transaction as a session keeps it. */
export const boundTransaction = z.object({
  /** Canonical JSON (RFC 8785); kept as text, so that nothing is lost in a table. */
  json: z.string(),
  /** Lowercase hex SHA-256 of that text in UTF-8. */
  sha256: z.string().check(z.length(64)),
});
export type BoundTransaction = z.infer<typeof boundTransaction>;

/**
 * Returns the canonical JSON of a transaction with its hash, which is the same for every order of members and
 * every white space; or why it cannot be bound, in words for its sender.
 */
export function bindTransaction(sent: Transaction): BoundTransaction | string {
  const problem = Object.keys(sent).length === 0 ? 'must have a member' : problemOf(sent);
  if (problem !== undefined) return problem;
  const json = canonicalJson(sent);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_TRANSACTION_BYTES)
    return `must have at most ${MAX_TRANSACTION_BYTES} bytes as canonical JSON; it has ${bytes}`;
  return { json, sha256: createHash('sha256').update(json).digest('hex') };
}

/** Returns the transaction to show. */
export const shownTransaction = ({ json }: BoundTransaction): Transaction =>
  transaction.parse(JSON.parse(json));

/**
 * Returns what of a value two programs may read differently (RFC 7493, which RFC 8785 builds on), or what
 * nests too deep. Level by level, so that no depth exhausts the stack.
 */
function problemOf(sent: Transaction): string | undefined {
  let level: readonly unknown[] = [sent];
  for (let depth = 1; level.length > 0; depth += 1) {
    const containers = level.filter((value) => typeof value === 'object' && value !== null);
    if (depth > MAX_TRANSACTION_DEPTH && containers.length > 0)
      return `must have at most ${MAX_TRANSACTION_DEPTH} levels`;
    const texts = [...level, ...containers.flatMap((value) => Object.keys(value as object))];
    if (texts.some((text) => typeof text === 'string' && /\p{Surrogate}/u.test(text)))
      return 'must not have half of a character: a lone surrogate';
    if (level.some((value) => typeof value === 'number' && !isExact(value)))
      return 'must not have a number beyond 2^53 - 1: send it as a string';
    level = containers.flatMap((value) => Object.values(value as object));
  }
  return undefined;
}

/** Programs agree on fractions by RFC 8785; integers above are rounded before anybody sees them. */
const isExact = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;
