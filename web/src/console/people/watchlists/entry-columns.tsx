import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import type { TableProps } from '@cloudscape-design/components/table';
import { humanize } from '../../format/words.ts';
import { ReasonCodes } from '../../parts/reason-codes.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Distance, Time } from '../../parts/time.tsx';
import type { Entry } from './use-add-entry.ts';

type Column = TableProps.ColumnDefinition<Entry>;

/** Columns of a watchlist. @param onDelete @default - the operator's role deletes none */
export const entryColumns = (onDelete: ((entry: Entry) => void) | undefined): readonly Column[] => [
  ...COLUMNS,
  ...(onDelete
    ? [
        {
          id: 'delete',
          header: 'Actions',
          cell: (entry: Entry) =>
            entry.state !== 'removing' && (
              <Button
                variant="inline-link"
                ariaLabel={`Delete entry ${entry.id}`}
                onClick={() => onDelete(entry)}
              >
                Delete
              </Button>
            ),
        },
      ]
    : []),
];

const COLUMNS: readonly Column[] = [
  {
    id: 'entry',
    header: 'Entry',
    isRowHeader: true,
    minWidth: 180,
    cell: ({ id, session_id }) => (
      <>
        <span className="wraps">{id}</span>
        {session_id !== undefined && (
          <div>
            <RouteLink to={`/sessions/${session_id}`}>Its session</RouteLink>
          </div>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    minWidth: 130,
    cell: ({ state, rejected_for = [] }) => (
      <>
        <Status of={state} />
        <ReasonCodes of={rejected_for} />
      </>
    ),
  },
  {
    id: 'reason',
    header: 'Reason',
    minWidth: 150,
    cell: ({ reason: { code, text } }) => (
      <>
        {humanize(code)}
        {text !== undefined && <div className="muted wraps">{text}</div>}
      </>
    ),
  },
  { id: 'source', header: 'Source', cell: ({ source }) => <span className="wraps">{source}</span> },
  {
    id: 'expires',
    header: 'Ends',
    minWidth: 120,
    cell: ({ expires_at, legal_hold }) => (
      <>
        {expires_at === undefined ? 'Never' : <Distance to={expires_at} />}
        {legal_hold && (
          <div title={legal_hold.reason}>
            <Badge color="blue">Legal hold</Badge>
          </div>
        )}
      </>
    ),
  },
  { id: 'added', header: 'Added', minWidth: 140, cell: ({ added_at }) => <Time at={added_at} /> },
];
