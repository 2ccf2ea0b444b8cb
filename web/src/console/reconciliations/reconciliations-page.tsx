import Button from '@cloudscape-design/components/button';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../api/operator-context.tsx';
import { usePages } from '../api/use-pages.ts';
import { formatNumber } from '../format/numbers.ts';
import { POLL_LISTS_MS } from '../machine/polling.ts';
import { Status } from '../machine/status.tsx';
import { Page } from '../parts/page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { StartReconciliation } from './start-reconciliation.tsx';

type Summary = components['schemas']['ReconciliationSummary'];

/** Comparisons of the collections with the face mapping, newest first. */
export function ReconciliationsPage() {
  const api = useApi();
  const mayStart = useMay('operate');
  const [isStarting, setStarting] = useState(false);
  const pages = usePages<Summary>(
    'reconciliations',
    (cursor, signal) =>
      answerOf(
        api.GET('/reconciliations', { params: { query: cursor === undefined ? {} : { cursor } }, signal }),
      ),
    { pollMs: ({ data }) => (data.some(({ status }) => status === 'running') ? POLL_LISTS_MS : undefined) },
  );
  return (
    <Page
      title="Reconciliations"
      description="Each compares the faces in the collections with the users they belong to. One runs every day."
    >
      <PagedTable
        pages={pages}
        title="Reconciliations"
        trackBy="id"
        actions={mayStart && <Button onClick={() => setStarting(true)}>Start reconciliation</Button>}
        empty="There are no reconciliations yet. One runs every day; an administrator can start one now."
        columns={[
          {
            id: 'id',
            header: 'Reconciliation',
            minWidth: 200,
            cell: ({ id }) => <RouteLink to={`/reconciliations/${id}`}>{id}</RouteLink>,
            isRowHeader: true,
          },
          { id: 'status', header: 'Status', cell: ({ status }) => <Status of={status} /> },
          {
            id: 'repairs',
            header: 'Repairs',
            cell: ({ dry_run }) => (dry_run ? 'reports only' : 'according to configuration'),
          },
          { id: 'faces', header: 'Faces', cell: (one) => (one.ended_at ? formatNumber(one.faces) : '–') },
          {
            id: 'mappings',
            header: 'Mappings',
            cell: (one) => (one.ended_at ? formatNumber(one.mappings) : '–'),
          },
          {
            id: 'created',
            header: 'Started',
            minWidth: 150,
            cell: ({ created_at }) => <Time at={created_at} />,
          },
        ]}
      />
      {isStarting && <StartReconciliation onClose={() => setStarting(false)} />}
    </Page>
  );
}
