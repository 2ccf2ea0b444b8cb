import type { components } from '@face-idv/client';

type Difference = components['schemas']['PolicyComparison']['differences'][number];

/** One member of the table of differences. */
export interface DifferenceRow {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** As JSON; absent for a member that is new. */
  readonly before?: string;
  /** As JSON; absent for a member that is gone. */
  readonly after?: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a row for each member that differs. A whole object that came or went has a row per member. */
export const differenceRows = (differences: readonly Difference[]): readonly DifferenceRow[] =>
  differences.flatMap(({ path, before, after }): DifferenceRow[] => {
    if (before !== undefined && after !== undefined)
      return [{ path, kind: 'changed', before: text(before), after: text(after) }];
    if (after !== undefined)
      return leaves(path, after).map(([leaf, value]) => ({ path: leaf, kind: 'added', after: text(value) }));
    return leaves(path, before).map(([leaf, value]) => ({
      path: leaf,
      kind: 'removed',
      before: text(value),
    }));
  });

function leaves(path: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [[path, value]];
  return Object.entries(value).flatMap(([name, member]) => leaves(`${path}.${name}`, member));
}

const text = (value: unknown): string => JSON.stringify(value) ?? '';
