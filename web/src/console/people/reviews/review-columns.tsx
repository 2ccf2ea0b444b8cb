import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { formatPercent } from '../../format/numbers.ts';
import { humanize } from '../../format/words.ts';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Distance } from '../../parts/time.tsx';
import { isWaiting } from './case-state.ts';
import type { ReviewCase } from './case-words.ts';

/** Columns of the list of cases. @param self `sub` of the operator */
export const reviewColumns = (self: string): readonly TableProps.ColumnDefinition<ReviewCase>[] => [
  {
    id: 'reason',
    header: 'Case',
    minWidth: 160,
    isRowHeader: true,
    cell: ({ id, reason }) => (
      <>
        <RouteLink to={`/reviews/${id}`}>{humanize(reason)}</RouteLink>
        <div className="muted wraps">{id}</div>
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 130,
    cell: ({ status, four_eyes }) => (
      <>
        <Status of={status} />
        {four_eyes && <div className="muted">Four eyes</div>}
      </>
    ),
  },
  { id: 'users', header: 'Users', minWidth: 150, cell: (found) => <Users of={found} /> },
  {
    id: 'similarity',
    header: 'Similarity',
    minWidth: 100,
    cell: ({ similarity }) => (similarity === undefined ? '-' : formatPercent(similarity)),
  },
  {
    id: 'assignee',
    header: 'Assigned to',
    cell: ({ assignee }) => (
      <span className="wraps">{assignee === self ? 'You' : (assignee ?? 'Nobody')}</span>
    ),
  },
  { id: 'opened', header: 'Opened', minWidth: 100, cell: ({ opened_at }) => <Distance to={opened_at} /> },
  { id: 'due', header: 'Due', minWidth: 110, cell: (found) => <Due of={found} /> },
];

function Users({ of: { users, session } }: { readonly of: ReviewCase }) {
  const ids = users ? users.map(({ user_id }) => user_id) : session ? [session.user_id] : [];
  return (
    <ul className="plain">
      {ids.map((id) => (
        <li key={id} className="wraps">
          {id}
        </li>
      ))}
    </ul>
  );
}

function Due({ of: found }: { readonly of: ReviewCase }) {
  if (!isWaiting(found)) return '-';
  if (!found.overdue) return <Distance to={found.due_at} />;
  return (
    <StatusIndicator type="error">
      Overdue, was due <Distance to={found.due_at} />
    </StatusIndicator>
  );
}
