import type { EntryLine } from './entry-line.ts';
import type { Outcome, Outcomes } from './outcomes-file.ts';

/** Exit code when every line has an answer and some images are rejected. */
const EXIT_REJECTED = 3;
const EXIT_FAILED = 1;
/** Lines that are named at once; the file of outcomes has them all. */
const MAX_NAMED = 20;

/** The outcomes of all lines of a file, of this run and of earlier ones. */
export interface Summary {
  readonly active: number;
  readonly rejected: number;
  readonly failed: number;
  /** Entries that were added and are not on the list any more. */
  readonly deleted: number;
  /** Rejected entries by reason code; an image may have several. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The lines that are not active, each with why. */
  readonly notActive: readonly string[];
}

/** @param deleted keys of lines whose entries are not on the list any more */
export function summaryOf(
  lines: readonly EntryLine[],
  outcomes: Pick<Outcomes, 'get'>,
  deleted: ReadonlySet<string> = new Set(),
): Summary {
  const all = lines
    .filter(({ key }) => !deleted.has(key))
    .map(({ key, line }) => ({ line, ...outcomeFields(outcomes.get(key)) }));
  const count = (outcome: Outcome['outcome']) => all.filter((one) => one.outcome === outcome).length;
  const reasons: Record<string, number> = {};
  for (const reason of all.flatMap(({ why }) => why)) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    active: count('active'),
    rejected: count('rejected'),
    failed: count('failed'),
    deleted: deleted.size,
    reasons,
    notActive: all
      .filter(({ outcome }) => outcome !== 'active')
      .map(({ line, outcome, why, problem }) => `line ${line} ${outcome}: ${problem ?? why.join(', ')}`),
  };
}

/** Returns the lines to print. */
export function summaryLines({
  active,
  rejected,
  failed,
  deleted,
  reasons,
  notActive,
}: Summary): readonly string[] {
  const byReason = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  return [
    `active    ${active}`,
    `rejected  ${rejected}${byReason.length > 0 ? ` (${byReason.join(', ')})` : ''}`,
    `failed    ${failed}`,
    ...(deleted > 0 ? [`deleted   ${deleted} since, and not added again`] : []),
    ...notActive.slice(0, MAX_NAMED),
    ...(notActive.length > MAX_NAMED ? [`and ${notActive.length - MAX_NAMED} more lines`] : []),
  ];
}

export function exitCodeOf({ rejected, failed }: Summary): number {
  if (failed > 0) return EXIT_FAILED;
  return rejected > 0 ? EXIT_REJECTED : 0;
}

const outcomeFields = (found: Outcome | undefined) => ({
  outcome: found?.outcome ?? 'failed',
  why: found?.rejected_for ?? [],
  problem: found?.problem,
});
