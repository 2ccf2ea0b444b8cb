import * as z from 'zod/mini';

/** One member that two documents have differently. */
export const policyDifference = z.object({
  path: z.string().check(z.describe('Names of the members down to it, joined by dots.')),
  before: z.optional(z.unknown()).check(z.describe('Absent if the member is new.')),
  after: z.optional(z.unknown()).check(z.describe('Absent if the member is gone.')),
});
export type PolicyDifference = z.infer<typeof policyDifference>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns how one document differs from another, member by member and in the order of their names. Arrays are
 * compared as a whole: their order says which comes first.
 */
export function differencesOf(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): PolicyDifference[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].sort().flatMap((name) => differencesOf(before[name], after[name], [...path, name]));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      path: path.join('.'),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}
