import type { Pages } from '../api/use-pages.ts';
import { formatNumber } from '../format/numbers.ts';
import { Status } from '../machine/status.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { Distance, Time } from '../parts/time.tsx';
import { type Delivery, lastAttemptText } from './delivery-texts.ts';

/** What was delivered to an endpoint, and how often it failed. */
export const DeliveriesTable = ({ pages }: { readonly pages: Pages<Delivery> }) => (
  <PagedTable
    pages={pages}
    title="Deliveries"
    trackBy="id"
    empty="Nothing was sent yet. Send a test event to try the receiver."
    columns={[
      {
        id: 'event',
        header: 'Event',
        minWidth: 220,
        cell: ({ event_type, event_id }) => (
          <div className="wraps">
            <div>{event_type}</div>
            <small>{event_id}</small>
          </div>
        ),
        isRowHeader: true,
      },
      { id: 'status', header: 'Status', cell: ({ status }) => <Status of={status} /> },
      { id: 'attempts', header: 'Attempts', cell: ({ attempts }) => formatNumber(attempts.length) },
      { id: 'last', header: 'Last attempt', cell: lastAttemptText },
      {
        id: 'next',
        header: 'Next attempt',
        cell: ({ next_attempt_at }) => (next_attempt_at ? <Distance to={next_attempt_at} /> : '–'),
      },
      { id: 'replay', header: 'Cause', cell: ({ replay_id }) => (replay_id ? 'replay' : 'event') },
      { id: 'at', header: 'Created', cell: ({ created_at }) => <Time at={created_at} /> },
    ]}
  />
);
