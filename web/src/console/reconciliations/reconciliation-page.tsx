import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { answerOf } from '@face-idv/client';
import { useParams } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { formatNumber } from '../format/numbers.ts';
import { countOf, humanize } from '../format/words.ts';
import { Facts } from '../machine/facts.tsx';
import { POLL_JOB_MS } from '../machine/polling.ts';
import { Status } from '../machine/status.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import {
  countedFindings,
  kindText,
  outcomeText,
  ownerText,
  type Reconciliation,
} from './reconciliation-texts.ts';

/** One reconciliation: its findings, and what was repaired. */
export function ReconciliationPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const reconciliation = useLoaded(
    `reconciliation ${id}`,
    (signal) => answerOf(api.GET('/reconciliations/{id}', { params: { path: { id } }, signal })),
    { pollMs: ({ status }) => (status === 'running' ? POLL_JOB_MS : undefined) },
  );
  return (
    <Page title={id} parents={[{ title: 'Reconciliations', path: '/reconciliations' }]}>
      <LoadedView of={reconciliation} what="the reconciliation">
        {(data) => (
          <SpaceBetween size="l">
            <Result of={data} />
            <Counts of={data} />
            <Findings of={data} />
          </SpaceBetween>
        )}
      </LoadedView>
    </Page>
  );
}

function Result({ of: { status, dry_run, created_at, ended_at, ...rest } }: { readonly of: Reconciliation }) {
  const { collections, faces, mappings, second_region } = rest;
  return (
    <Container
      header={
        <Header variant="h2" actions={<Status of={status} />}>
          Result
        </Header>
      }
    >
      <SpaceBetween size="m">
        {status === 'failed' && (
          <Alert type="error">
            It did not come to its end. The runbook says what to do ("Reconciliations failing").
          </Alert>
        )}
        <Facts
          of={{
            Collections: formatNumber(collections),
            'Faces compared': ended_at ? formatNumber(faces) : 'when it has ended',
            'Mappings compared': ended_at ? formatNumber(mappings) : 'when it has ended',
            Repairs: dry_run ? 'none: it reports only' : 'according to configuration',
            Started: <Time at={created_at} />,
            Ended: ended_at && <Time at={ended_at} />,
            'Second region':
              second_region &&
              `${second_region.region} ${second_region.complete ? 'has every face, and can answer' : 'lacks faces, and does not answer'}`,
          }}
        />
      </SpaceBetween>
    </Container>
  );
}

function Counts({ of: { counts, status } }: { readonly of: Reconciliation }) {
  return (
    <Table
      items={[...countedFindings(counts)]}
      wrapLines
      header={<Header variant="h2">Findings by kind</Header>}
      empty={
        <Box textAlign="center" color="inherit">
          {status === 'running' ? 'Nothing was found so far.' : 'Collections and mapping agree.'}
        </Box>
      }
      columnDefinitions={[
        {
          id: 'kind',
          header: 'Finding',
          minWidth: 200,
          cell: ({ kind }) => kindText(kind),
          isRowHeader: true,
        },
        { id: 'outcome', header: 'Repair', cell: ({ outcome }) => outcomeText(outcome) },
        { id: 'region', header: 'Region', cell: ({ region }) => region ?? 'first' },
        { id: 'count', header: 'Faces', cell: ({ count }) => formatNumber(count) },
      ]}
    />
  );
}

function Findings({ of: { findings, counts } }: { readonly of: Reconciliation }) {
  if (findings.length === 0) return null;
  const all = Object.values(counts).reduce((total, count) => total + count, 0);
  return (
    <Table
      items={findings}
      trackBy="face_id"
      wrapLines
      header={
        <Header
          variant="h2"
          description={findings.length < all ? `The first of ${formatNumber(all)} findings.` : undefined}
        >
          {countOf(findings.length, 'finding')}
        </Header>
      }
      columnDefinitions={[
        {
          id: 'kind',
          header: 'Finding',
          minWidth: 130,
          cell: ({ kind }) => humanize(kind),
          isRowHeader: true,
        },
        {
          id: 'owner',
          header: 'Owner',
          minWidth: 150,
          cell: (one) =>
            one.user_id === undefined ? (
              <span className="wraps">{ownerText(one)}</span>
            ) : (
              <RouteLink to={`/users/${encodeURIComponent(one.user_id)}`}>{one.user_id}</RouteLink>
            ),
        },
        {
          id: 'face',
          header: 'Face',
          minWidth: 180,
          cell: ({ face_id }) => <span className="wraps">{face_id}</span>,
        },
        {
          id: 'collection',
          header: 'Collection',
          minWidth: 160,
          cell: ({ collection_id }) => <span className="wraps">{collection_id}</span>,
        },
        { id: 'outcome', header: 'Repair', cell: ({ outcome }) => outcomeText(outcome) },
        { id: 'at', header: 'Found', cell: ({ found_at }) => <Time at={found_at} /> },
      ]}
    />
  );
}
