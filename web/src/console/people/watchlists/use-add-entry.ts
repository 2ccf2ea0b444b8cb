import { ApiProblem, answerOf, type components } from '@face-idv/client';
import { useApi, useOperator } from '../../api/operator-context.tsx';
import { reachableUrl } from '../../api/reachable-url.ts';
import { withReason } from '../../api/with-reason.ts';

type Created = components['schemas']['CreatedWatchlistEntry'];
export type Entry = components['schemas']['WatchlistEntry'];

/** Returns what puts a face on a list: creates the entry, uploads its image if it has one, and completes it. */
export function useAddEntry(listId: string) {
  const api = useApi();
  const { config } = useOperator();
  return async (
    body: components['schemas']['CreateWatchlistEntry'],
    image: File | undefined,
    reason: string,
  ): Promise<Entry> => {
    const params = { path: { id: listId }, header: withReason(reason) };
    const created = await answerOf(api.POST('/watchlists/{id}/entries', { params, body }));
    const { id: entry_id, upload } = created;
    if (upload && image) await send(reachableUrl(upload.url, config, location.origin), upload.fields, image);
    const path = { id: listId, entry_id };
    return answerOf(
      api.POST('/watchlists/{id}/entries/{entry_id}/complete', { params: { path, header: params.header } }),
    );
  };
}

/** Posts an image to the form of an entry: the storage ignores fields after the file. */
async function send(
  url: string,
  fields: NonNullable<Created['upload']>['fields'],
  image: File,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', image);
  const response = await fetch(url, { method: 'POST', body: form });
  if (!response.ok)
    throw new ApiProblem(response.status, 'unknown', 'The storage refused the image. It may be too large.');
}
