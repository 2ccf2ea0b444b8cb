import type { VerificationApi } from '../demo/verification-api.ts';
import type { EntryLine } from './entry-line.ts';
import type { Outcomes } from './outcomes-file.ts';
import { retried, type Wait } from './retried.ts';

interface Page {
  readonly data: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

/**
 * Finds the lines whose entries were added and are not on the list any more: somebody deleted
 * them, they expired, or the laptop's data was reset. They are not added again.
 * @returns the keys of these lines
 * @throws ApiProblem `not_found` for an unknown list
 */
export async function findDeleted(
  lines: readonly EntryLine[],
  listId: string,
  { api, outcomes, wait }: { api: Pick<VerificationApi, 'get'>; outcomes: Pick<Outcomes, 'get'>; wait: Wait },
): Promise<ReadonlySet<string>> {
  const added = lines.flatMap(({ key }) => {
    const known = outcomes.get(key);
    return known?.outcome === 'active' ? [known] : [];
  });
  const missing = new Map(added.map(({ entry_id = '', key }) => [entry_id, key]));
  const path = `/watchlists/${encodeURIComponent(listId)}/entries?limit=100`;
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await retried(() => api.get<Page>(`${path}${after}`), wait);
    for (const { id } of page.data) missing.delete(id);
    cursor = page.next_cursor;
  } while (cursor !== null && missing.size > 0);
  return new Set(missing.values());
}
