import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { formatMoney, formatNumber, formatPercent } from '../format/numbers.ts';
import { countOf, humanize } from '../format/words.ts';
import { Facts } from '../machine/facts.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { COMPARED_TEXTS, type Migration } from './migration-actions.ts';

/** How often both generations give the same answer to real searches. */
export function ComparisonPanel({ of: { shadow_read: read } }: { readonly of: Migration }) {
  if (!read) return null;
  const results = Object.fromEntries(
    Object.entries(read.counts).map(([kind, count]) => [
      COMPARED_TEXTS[kind] ?? humanize(kind),
      formatNumber(count),
    ]),
  );
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="A share of real searches is repeated in the new generation while the migration is ready."
          >
            Do the generations agree?
          </Header>
        }
      >
        <SpaceBetween size="m">
          {read.compared === 0 && <Box>No search has been compared yet.</Box>}
          <Facts
            of={{
              Agreement:
                read.agreement_percent === undefined
                  ? undefined
                  : `${formatPercent(read.agreement_percent)} of ${countOf(read.compared, 'search', 'searches')}`,
              ...results,
              'Searches that failed': formatNumber(read.failed),
              'Mean change of similarity': points(read.mean_similarity_change),
              'Mean change of the distance from the threshold': points(read.mean_margin_change),
              'Cost of the comparison': formatMoney(read.cost_usd),
            }}
          />
        </SpaceBetween>
      </Container>
      {read.disagreements.length > 0 && (
        <Table
          items={read.disagreements}
          wrapLines
          header={<Header variant="h2">Disagreements</Header>}
          columnDefinitions={[
            {
              id: 'session',
              header: 'Session',
              minWidth: 200,
              cell: ({ session_id }) => <RouteLink to={`/sessions/${session_id}`}>{session_id}</RouteLink>,
              isRowHeader: true,
            },
            { id: 'search', header: 'Search', cell: ({ search }) => humanize(search) },
            { id: 'kind', header: 'Result', cell: ({ kind }) => COMPARED_TEXTS[kind] ?? humanize(kind) },
            { id: 'at', header: 'Compared', cell: ({ compared_at }) => <Time at={compared_at} /> },
          ]}
        />
      )}
    </SpaceBetween>
  );
}

const points = (change: number | undefined): string | undefined =>
  change === undefined ? undefined : `${formatNumber(change)} percentage points`;
