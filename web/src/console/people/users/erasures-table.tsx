import type { TableProps } from '@cloudscape-design/components/table';
import { answerOf, type components } from '@face-idv/client';
import type { ReactNode } from 'react';
import { useApi } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { PagedTable } from '../../parts/paged-table.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Distance, Time } from '../../parts/time.tsx';
import { causeText } from './erasure-words.ts';

type Summary = components['schemas']['ErasureRequestSummary'];

interface ErasuresTableProps {
  readonly userId: string;
  /** Buttons beside the title. */
  readonly actions: ReactNode;
}

/** The erasures of a user, those that are completed too. */
export function ErasuresTable({ userId, actions }: ErasuresTableProps) {
  const api = useApi();
  const pages = usePages(`erasures of ${userId}`, (cursor, signal) => {
    const params = { path: { user_id: userId }, query: cursor === undefined ? {} : { cursor } };
    return answerOf(api.GET('/users/{user_id}/erasure-requests', { params, signal }));
  });
  return (
    <PagedTable
      pages={pages}
      title="Erasures"
      description="Remove faces, images, sessions and all else that is held of the person."
      empty="No erasure was requested."
      trackBy="id"
      actions={actions}
      columns={columnsFor(userId)}
    />
  );
}

const columnsFor = (userId: string): readonly TableProps.ColumnDefinition<Summary>[] => [
  {
    id: 'requested',
    header: 'Requested',
    minWidth: 200,
    isRowHeader: true,
    cell: ({ id, requested_at }) => (
      <>
        <RouteLink to={`/users/${encodeURIComponent(userId)}/erasures/${id}`}>
          <Time at={requested_at} />
        </RouteLink>
        <div className="muted wraps">{id}</div>
      </>
    ),
  },
  { id: 'state', header: 'State', cell: ({ state }) => <Status of={state} /> },
  { id: 'cause', header: 'Requested by', cell: causeText },
  {
    id: 'completed',
    header: 'Completed',
    cell: ({ completed_at, due_at }) =>
      completed_at === null ? (
        <>
          Due <Distance to={due_at} />
        </>
      ) : (
        <Time at={completed_at} />
      ),
  },
];
