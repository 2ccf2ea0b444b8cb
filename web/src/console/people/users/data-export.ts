import type { components } from '@face-idv/client';

type Export = components['schemas']['UserDataExport'];

/**
 * Reads the whole export of a user's data: each page has further sessions with their pictures, and the rest
 * as it is then.
 * @throws ApiProblem if a page is refused: half an export is none
 */
export async function exportOf(
  load: (cursor: string | undefined) => Promise<Export>,
): Promise<Omit<Export, 'has_more' | 'next_cursor'>> {
  const pages: Export[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    pages.push(page);
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
  } while (cursor !== undefined);
  const { has_more: _, next_cursor: __, ...last } = pages.at(-1) as Export;
  return {
    ...last,
    sessions: pages.flatMap(({ sessions }) => sessions),
    pictures: withoutRepeated(pages.flatMap(({ pictures }) => pictures)),
  };
}

/** Pictures of enrolled faces are on every page. */
const withoutRepeated = <Item>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
