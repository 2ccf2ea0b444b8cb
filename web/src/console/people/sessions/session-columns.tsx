import Badge from '@cloudscape-design/components/badge';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { components } from '@face-idv/client';
import { humanize } from '../../format/words.ts';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Distance, Time } from '../../parts/time.tsx';

type Session = components['schemas']['VerificationSession'];

/** Columns of a list of sessions. */
export const SESSION_COLUMNS: readonly TableProps.ColumnDefinition<Session>[] = [
  {
    id: 'id',
    header: 'Session',
    minWidth: 200,
    isRowHeader: true,
    cell: ({ id }) => <RouteLink to={`/sessions/${id}`}>{id}</RouteLink>,
  },
  { id: 'status', header: 'Status', minWidth: 140, cell: ({ status }) => <Status of={status} /> },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type, sensitivity, livemode }) => (
      <SpaceBetween direction="horizontal" size="xxs">
        <span>{humanize(type)}</span>
        {sensitivity === 'sensitive' && <Badge color="blue">Sensitive</Badge>}
        {!livemode && <Badge color="grey">Test</Badge>}
      </SpaceBetween>
    ),
  },
  {
    id: 'user',
    header: 'User',
    minWidth: 180,
    cell: ({ user_id }) => <RouteLink to={`/users/${encodeURIComponent(user_id)}`}>{user_id}</RouteLink>,
  },
  {
    id: 'created',
    header: 'Created',
    minWidth: 150,
    cell: ({ created_at }) => (
      <>
        <Time at={created_at} />
        <div className="muted">
          <Distance to={created_at} />
        </div>
      </>
    ),
  },
];
