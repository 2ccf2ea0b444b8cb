import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi, useMay } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { withReason } from '../../api/with-reason.ts';
import { FilterRow } from '../../parts/filter-row.tsx';
import { useNotify } from '../../parts/notifications.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { AddEntryModal } from './add-entry-modal.tsx';
import { entryColumns } from './entry-columns.tsx';
import type { Entry } from './use-add-entry.ts';

/** List of the configuration that comes with the product; the API has no list of lists. */
const FIRST_LIST = 'fraud';

/** Faces of people who are not users, such as known fraudsters. */
export function WatchlistsPage() {
  const api = useApi();
  const notify = useNotify();
  const mayAdd = useMay('review');
  const mayDelete = useMay('operate');
  const [address, setAddress] = useSearchParams();
  const list = address.get('list') ?? FIRST_LIST;
  const proposed = address.get('session') ?? undefined;
  const [typed, setTyped] = useState(list);
  const [isAdding, setAdding] = useState(proposed !== undefined && mayAdd);
  const [leaving, setLeaving] = useState<Entry>();
  const pages = usePages<Entry>(`watchlist ${list}`, (cursor, signal) => {
    const params = { path: { id: list }, query: cursor === undefined ? {} : { cursor } };
    return answerOf(api.GET('/watchlists/{id}/entries', { params, signal }));
  });
  const remove = async (entry: Entry, reason: string): Promise<void> => {
    const params = { path: { id: list, entry_id: entry.id }, header: withReason(reason) };
    await answerOf(api.DELETE('/watchlists/{id}/entries/{entry_id}', { params }));
    notify('The entry is deleted.');
    pages.reload();
  };
  return (
    <Page
      title="Watchlists"
      description="Faces that registrations, and logins where the policy says so, are compared with. The person does not learn of a hit."
    >
      <PagedTable
        pages={pages}
        title="Entries"
        empty="This list has no entries."
        trackBy="id"
        columns={entryColumns(mayDelete ? setLeaving : undefined)}
        actions={
          mayAdd && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              Add entry
            </Button>
          )
        }
        filter={
          <FilterRow onSubmit={() => typed.trim() !== '' && setAddress({ list: typed.trim() })}>
            <FormField label="List">
              <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
            </FormField>
            <Button>Open</Button>
          </FilterRow>
        }
      />
      {isAdding && (
        <AddEntryModal
          listId={list}
          sessionId={proposed}
          onAdded={pages.reload}
          onClose={() => setAdding(false)}
        />
      )}
      {leaving && (
        <ReasonModal
          title="Delete this entry?"
          confirm="Delete entry"
          onConfirm={(reason) => remove(leaving, reason)}
          onClose={() => setLeaving(undefined)}
        >
          Its face is deleted from every collection, with its image. The selfie of a session stays with the
          session.
        </ReasonModal>
      )}
    </Page>
  );
}
