import type { TableProps } from '@cloudscape-design/components/table';
import { answerOf, type components } from '@face-idv/client';
import { useEffect, useRef } from 'react';
import { useApi, useOperator } from '../api/operator-context.tsx';
import { usePages } from '../api/use-pages.ts';
import { humanize } from '../format/words.ts';
import { PagedTable } from './paged-table.tsx';
import { Status } from './status.tsx';
import { Time } from './time.tsx';

type Entry = components['schemas']['AuditEntry'];

interface AuditTrailProps {
  /** Path of the thing in the API. */
  readonly target: string;
  /** Number of the last change of the thing: after another one, the calls are read again. */
  readonly changes?: number;
}

/** What operators have read and changed of one thing. */
export function AuditTrail({ target, changes }: AuditTrailProps) {
  const api = useApi();
  const { subject } = useOperator();
  const pages = usePages(`audit ${target}`, (cursor, signal) => {
    const query = { target, limit: 10, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/audit-entries', { params: { query }, signal }));
  });
  const { reload } = pages;
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    reload();
  }, [changes, reload]);
  return (
    <PagedTable
      pages={pages}
      title="Operators' calls"
      description="Who read or changed it, and why. Reading this list is recorded as well."
      empty="No operator has called the API about it."
      trackBy="id"
      columns={columnsFor(subject)}
    />
  );
}

const columnsFor = (self: string): readonly TableProps.ColumnDefinition<Entry>[] => [
  { id: 'at', header: 'Time', minWidth: 150, cell: ({ at }) => <Time at={at} /> },
  { id: 'action', header: 'Action', isRowHeader: true, cell: ({ action }) => humanize(action) },
  {
    id: 'by',
    header: 'Operator',
    minWidth: 150,
    cell: ({ subject }) => <span className="wraps">{subject === self ? 'You' : subject}</span>,
  },
  { id: 'reason', header: 'Reason', cell: ({ reason }) => <span className="wraps">{reason ?? '-'}</span> },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <Status of={outcome} /> },
];
