import Button from '@cloudscape-design/components/button';
import { answerOf } from '@face-idv/client';
import { type ReactNode, useState } from 'react';
import { useApi, useMay } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { withReason } from '../../api/with-reason.ts';
import { useNotify } from '../../parts/notifications.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { AddEntryModal } from './add-entry-modal.tsx';
import { entryColumns } from './entry-columns.tsx';
import type { Entry } from './use-add-entry.ts';

interface EntriesTableProps {
  readonly list: string;
  /** Session whose face is proposed for the list, after an attack. */
  readonly session: string | undefined;
  readonly filter: ReactNode;
}

/** The entries of one watchlist, and what can be done with them. */
export function EntriesTable({ list, session, filter }: EntriesTableProps) {
  const api = useApi();
  const notify = useNotify();
  const mayAdd = useMay('review');
  const mayDelete = useMay('operate');
  const [isAdding, setAdding] = useState(session !== undefined && mayAdd);
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
    <>
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
        filter={filter}
      />
      {isAdding && (
        <AddEntryModal
          listId={list}
          sessionId={session}
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
    </>
  );
}
