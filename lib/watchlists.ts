import { z } from 'zod';
import { type Generations, MAX_WATCHLISTS } from '../lambda/collections/contract.ts';
import { WATCHLIST_PATTERN } from '../lambda/kernel/tenancy.ts';

/** The watchlists of one tenant in the deployment config; each message names the value and the rule. */
export const watchlistsSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(WATCHLIST_PATTERN, {
        error: (issue) =>
          `watchlist "${String(issue.input)}" must be 1 to 31 lowercase letters, digits or "-", beginning with a letter`,
      }),
    }),
  )
  .max(MAX_WATCHLISTS, `a tenant may have ${MAX_WATCHLISTS} watchlists: every search asks all of them`)
  .refine((lists) => new Set(lists.map(({ id }) => id)).size === lists.length, {
    error: 'two watchlists of a tenant have the same id; give each its own',
  });

/** Adds the tenants' watchlists to the generations: each list has a collection in every generation. */
export function withWatchlists({
  generations,
  tenants,
}: {
  readonly generations: Generations;
  readonly tenants: readonly { readonly id: string; readonly watchlists: z.infer<typeof watchlistsSchema> }[];
}): Generations {
  const declared = tenants.filter(({ watchlists }) => watchlists.length > 0);
  if (declared.length === 0) return generations;
  const names = declared.map(({ id, watchlists }) => [id, watchlists.map((list) => list.id)] as const);
  return { ...generations, watchlists: Object.fromEntries(names) };
}
