import { type ApiClient, answerOf } from '@face-idv/client';
import type { Collection } from './collection-map.ts';

/** As many as the API measures in one call. */
const PER_PAGE = 50;

/** Reads every collection of the tenant, page by page. */
export async function readCollections(api: ApiClient, signal: AbortSignal): Promise<readonly Collection[]> {
  const read: Collection[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: PER_PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/collections', { params: { query }, signal }));
    read.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return read;
}
