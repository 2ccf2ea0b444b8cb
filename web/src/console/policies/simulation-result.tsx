import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { formatNumber } from '../format/numbers.ts';
import { humanize } from '../format/words.ts';
import { RouteLink } from '../parts/route-link.tsx';
import { estimateText, NOT_DECIDABLE_TEXTS, OUTCOME_TEXTS, type Simulation } from './simulation-texts.ts';

/** Results of a simulation: sessions that would have ended otherwise, rates, and what nobody can say. */
export function SimulationResult({ of: result }: { readonly of: Simulation }) {
  const { reached_limit, changes, rates, not_decidable } = result;
  if (!reached_limit && changes.length + rates.length + not_decidable === 0) return null;
  return (
    <SpaceBetween size="l">
      {reached_limit && (
        <Box>The search for sessions ended early, since sessions of other types are in between.</Box>
      )}
      {changes.length > 0 && <Changes of={result} />}
      {rates.length > 0 && <Rates of={result} />}
      {not_decidable > 0 && <NotDecidable of={result} />}
    </SpaceBetween>
  );
}

function Changes({ of: { changes } }: { readonly of: Simulation }) {
  return (
    <Table
      variant="embedded"
      items={changes}
      wrapLines
      header={<Header variant="h3">Sessions that would have ended otherwise</Header>}
      columnDefinitions={[
        {
          id: 'change',
          header: 'Outcome',
          minWidth: 180,
          cell: ({ from, to }) => `${OUTCOME_TEXTS[from]}, now ${OUTCOME_TEXTS[to]}`,
          isRowHeader: true,
        },
        { id: 'sessions', header: 'Sessions', cell: ({ sessions }) => formatNumber(sessions) },
        {
          id: 'gained',
          header: 'Reasons that come',
          cell: ({ reasons_gained }) => <Reasons of={reasons_gained} />,
        },
        { id: 'lost', header: 'Reasons that go', cell: ({ reasons_lost }) => <Reasons of={reasons_lost} /> },
        {
          id: 'examples',
          header: 'Examples',
          minWidth: 200,
          cell: ({ examples }) =>
            examples.map((id) => (
              <div key={id}>
                <RouteLink to={`/sessions/${id}`}>{id}</RouteLink>
              </div>
            )),
        },
      ]}
    />
  );
}

function Reasons({ of }: { readonly of: Readonly<Record<string, number>> }) {
  const reasons = Object.entries(of);
  if (reasons.length === 0) return '–';
  return reasons.map(([reason, count]) => (
    <div key={reason}>
      {humanize(reason)} ({formatNumber(count)})
    </div>
  ));
}

function Rates({ of: { rates } }: { readonly of: Simulation }) {
  return (
    <Table
      variant="embedded"
      items={rates}
      wrapLines
      header={
        <Header
          variant="h3"
          description="Over the decisions that reviewers labeled: scores in a band and sampled checks, which are not a random sample."
        >
          Error rates of labeled decisions
        </Header>
      }
      columnDefinitions={[
        { id: 'check', header: 'Check', cell: ({ check }) => humanize(check), isRowHeader: true },
        { id: 'model', header: 'Model or challenge', cell: ({ model_version }) => model_version },
        {
          id: 'labels',
          header: 'Labels',
          cell: ({ genuine, impostors }) =>
            `${formatNumber(genuine)} genuine, ${formatNumber(impostors)} attacks`,
        },
        {
          id: 'frr',
          header: 'False rejects',
          minWidth: 180,
          cell: ({ frr_percent }) => estimateText(frr_percent),
        },
        {
          id: 'far',
          header: 'False accepts',
          minWidth: 180,
          cell: ({ far_percent }) => estimateText(far_percent),
        },
      ]}
    />
  );
}

function NotDecidable({ of: { not_decidable_because: because } }: { readonly of: Simulation }) {
  return (
    <Table
      variant="embedded"
      items={Object.entries(because)}
      wrapLines
      header={
        <Header
          variant="h3"
          description="Their stored measures do not say how this version would have decided. Nothing is guessed."
        >
          Sessions that could not be judged again
        </Header>
      }
      columnDefinitions={[
        { id: 'because', header: 'Reason', cell: ([reason]) => humanize(reason), isRowHeader: true },
        { id: 'count', header: 'Sessions', cell: ([, count]) => formatNumber(count) },
        {
          id: 'meaning',
          header: 'This version',
          minWidth: 240,
          cell: ([reason]) => NOT_DECIDABLE_TEXTS[reason] ?? '–',
        },
      ]}
    />
  );
}
