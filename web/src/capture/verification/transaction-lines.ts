/** One value of a transaction with the path that leads to it. */
export interface TransactionLine {
  /** Names from the outside in; members of a list are numbered from 1. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Shown for a list or an object without members, which is approved as well. */
const EMPTY = '-';

/**
 * Returns every value of a transaction as a line of its own: boxes inside boxes would leave a phone no width
 * for the innermost values, which are approved like all others.
 */
export function transactionLines(value: unknown, path: readonly string[] = []): readonly TransactionLine[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: String(value) }];
  const members: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((member, index) => [String(index + 1), member])
    : Object.entries(value);
  if (members.length === 0) return [{ path, text: EMPTY }];
  return members.flatMap(([name, member]) => transactionLines(member, [...path, labelOf(name)]));
}

/** Names are the caller's own: `due_date` is read as "due date". */
const labelOf = (name: string): string => name.replaceAll(/[_-]+/g, ' ');
