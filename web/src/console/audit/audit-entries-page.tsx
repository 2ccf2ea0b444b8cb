import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { usePages } from '../api/use-pages.ts';
import { Status } from '../machine/status.tsx';
import { Page } from '../parts/page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { Time } from '../parts/time.tsx';
import { AuditEntryDetails } from './audit-entry-details.tsx';
import { AuditFilterForm } from './audit-filter-form.tsx';
import { addressOf, filtersOf, queryOf } from './audit-filters.ts';

type Entry = components['schemas']['AuditEntry'];

/** What operators, and backends by a granted scope, read and changed: newest first. */
export function AuditEntriesPage() {
  const api = useApi();
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(address);
  const [shown, setShown] = useState<Entry>();
  const pages = usePages<Entry>(`audit-entries ${JSON.stringify(filters)}`, (cursor, signal) => {
    const query = { ...queryOf(filters), ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/audit-entries', { params: { query }, signal }));
  });
  return (
    <Page title="Audit entries" description="What operators read and changed, recorded before it was done.">
      <Container>
        <AuditFilterForm filters={filters} onFilter={(chosen) => setAddress(addressOf(chosen))} />
      </Container>
      <PagedTable
        pages={pages}
        title="Entries"
        trackBy="id"
        empty="No entry fits the filters."
        columns={[
          {
            id: 'at',
            header: 'Time',
            minWidth: 150,
            cell: (entry) => (
              <Button
                variant="inline-link"
                ariaLabel={`Show the entry of ${entry.action}`}
                onClick={() => setShown(entry)}
              >
                <Time at={entry.at} />
              </Button>
            ),
            isRowHeader: true,
          },
          {
            id: 'who',
            header: 'Who',
            minWidth: 140,
            cell: (one) => <span className="wraps">{one.client_id ?? one.subject}</span>,
          },
          { id: 'action', header: 'Action', minWidth: 170, cell: ({ action }) => <code>{action}</code> },
          {
            id: 'target',
            header: 'Target',
            minWidth: 170,
            cell: ({ target }) => <code className="wraps">{target}</code>,
          },
          {
            id: 'reason',
            header: 'Reason',
            minWidth: 120,
            cell: ({ reason }) => <span className="wraps">{reason ?? '–'}</span>,
          },
          { id: 'outcome', header: 'Outcome', minWidth: 120, cell: ({ outcome }) => <Status of={outcome} /> },
        ]}
      />
      {shown && <AuditEntryDetails of={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}
