import Button from '@cloudscape-design/components/button';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../api/operator-context.tsx';
import { usePages } from '../api/use-pages.ts';
import { formatMoney, formatNumber, formatPercent } from '../format/numbers.ts';
import { POLL_LISTS_MS } from '../machine/polling.ts';
import { progressPercent, timeLeftText } from '../machine/progress.ts';
import { Status } from '../machine/status.tsx';
import { Page } from '../parts/page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { CreateMigration } from './create-migration.tsx';
import { isMoving, type Migration } from './migration-actions.ts';

/** Moves of all faces to another generation, newest first. */
export function MigrationsPage() {
  const api = useApi();
  const mayCreate = useMay('operate');
  const [isCreating, setCreating] = useState(false);
  const pages = usePages<Migration>(
    'migrations',
    (cursor, signal) =>
      answerOf(api.GET('/migrations', { params: { query: cursor === undefined ? {} : { cursor } }, signal })),
    { pollMs: ({ data }) => (data.some(isMoving) ? POLL_LISTS_MS : undefined) },
  );
  return (
    <Page
      title="Migrations"
      description="Each moves all faces to another generation of collections: more shards, another shard key, or a new face model."
    >
      <PagedTable
        pages={pages}
        title="Migrations"
        trackBy="id"
        actions={mayCreate && <Button onClick={() => setCreating(true)}>Create migration</Button>}
        empty="There are no migrations. One becomes possible once the configuration has a second generation."
        columns={[
          {
            id: 'id',
            header: 'Migration',
            minWidth: 200,
            cell: ({ id }) => <RouteLink to={`/migrations/${id}`}>{id}</RouteLink>,
            isRowHeader: true,
          },
          { id: 'generations', header: 'Generations', cell: ({ from, to }) => `${from} to ${to}` },
          { id: 'status', header: 'Status', cell: ({ status }) => <Status of={status} /> },
          {
            id: 'progress',
            header: 'Progress',
            cell: (one) =>
              isMoving(one)
                ? `${formatPercent(progressPercent(one.done, one.total))}, pass ${one.pass}`
                : `${formatNumber(one.done)} faces`,
          },
          {
            id: 'left',
            header: 'Time left',
            cell: (one) => (isMoving(one) ? timeLeftText(one.eta_seconds) : '–'),
          },
          { id: 'cost', header: 'Cost so far', cell: ({ cost_usd }) => formatMoney(cost_usd) },
          {
            id: 'created',
            header: 'Created',
            minWidth: 150,
            cell: ({ created_at }) => <Time at={created_at} />,
          },
        ]}
      />
      {isCreating && <CreateMigration onClose={() => setCreating(false)} />}
    </Page>
  );
}
