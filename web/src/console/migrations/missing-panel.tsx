import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { formatNumber } from '../format/numbers.ts';
import { countOf, humanize } from '../format/words.ts';
import { RouteLink } from '../parts/route-link.tsx';
import { countReasons, MISSING_TEXTS, type Migration } from './migration-actions.ts';

/** Images that have no face in the new generation, by reason and one by one; nothing if there are none. */
export function MissingPanel({ of: { missing = 0, failures = [] } }: { readonly of: Migration }) {
  if (missing === 0) return null;
  return (
    <SpaceBetween size="l">
      <Table
        items={[...countReasons(failures)]}
        wrapLines
        header={
          <Header
            variant="h2"
            counter={`(${formatNumber(missing)})`}
            description={
              failures.length < missing ? `Reasons of the first ${failures.length} of them.` : undefined
            }
          >
            Missing in the new generation
          </Header>
        }
        columnDefinitions={[
          { id: 'reason', header: 'Reason', cell: ({ reason }) => humanize(reason), isRowHeader: true },
          { id: 'count', header: 'Images', cell: ({ count }) => formatNumber(count) },
          { id: 'meaning', header: 'Meaning', minWidth: 240, cell: ({ reason }) => MISSING_TEXTS[reason] },
        ]}
      />
      <Table
        items={failures}
        trackBy="image_id"
        wrapLines
        header={<Header variant="h2">{countOf(failures.length, 'missing image')}</Header>}
        columnDefinitions={[
          {
            id: 'user',
            header: 'User',
            minWidth: 150,
            cell: ({ user_id }) => (
              <RouteLink to={`/users/${encodeURIComponent(user_id)}`}>{user_id}</RouteLink>
            ),
            isRowHeader: true,
          },
          {
            id: 'image',
            header: 'Image',
            minWidth: 180,
            cell: ({ image_id }) => <span className="wraps">{image_id}</span>,
          },
          { id: 'reason', header: 'Reason', cell: ({ reason }) => humanize(reason) },
        ]}
      />
    </SpaceBetween>
  );
}
