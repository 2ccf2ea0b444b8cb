import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { answerOf } from '@face-idv/client';
import { useParams } from 'react-router';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { LoadedView } from '../../parts/loaded-view.tsx';
import { Page } from '../../parts/page.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { causeText, confirmedPercent, type Erasure, STORES } from './erasure-words.ts';
import { ReceiptPart } from './receipt-part.tsx';

/** Time between two readings of an erasure that runs. Passes are minutes apart in AWS. */
const POLL_MS = 3000;

/** One erasure: what is removed from which store, what is not confirmed yet, and the receipt. */
export function ErasurePage() {
  const { userId = '', requestId = '' } = useParams();
  const api = useApi();
  const erasure = useLoaded(
    `erasure ${userId} ${requestId}`,
    (signal) => {
      const params = { path: { user_id: userId, request_id: requestId } };
      return answerOf(api.GET('/users/{user_id}/erasure-requests/{request_id}', { params, signal }));
    },
    { pollMs: ({ state }) => (state === 'running' ? POLL_MS : undefined) },
  );
  const user = `/users/${encodeURIComponent(userId)}`;
  return (
    <Page
      title="Erasure"
      description={<span className="wraps">{requestId}</span>}
      parents={[
        { title: 'Users', path: '/users' },
        { title: userId, path: user },
      ]}
      actions={
        <Button iconName="refresh" loading={erasure.isLoading} onClick={erasure.reload}>
          Refresh
        </Button>
      }
    >
      <LoadedView of={erasure} what="the erasure">
        {(found) => (
          <SpaceBetween size="l">
            <Standing erasure={found} />
            {found.receipt !== null && <ReceiptPart receipt={found.receipt} requestId={found.id} />}
            <Steps erasure={found} />
          </SpaceBetween>
        )}
      </LoadedView>
    </Page>
  );
}

function Standing({ erasure }: { readonly erasure: Erasure }) {
  const { state, requested_at, erased_at, due_at, completed_at, held_entries } = erasure;
  return (
    <Container header={<Header variant="h2">Progress</Header>}>
      <SpaceBetween size="m">
        <ProgressBar
          value={confirmedPercent(erasure)}
          label="Stores that are empty"
          description={
            state === 'running'
              ? 'Every store is asked again until a late pass finds all of them empty, which takes a quarter of an hour.'
              : 'Every store has confirmed that nothing is left.'
          }
        />
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'State', value: <Status of={state} /> },
            { label: 'Requested by', value: causeText(erasure) },
            { label: 'Requested', value: <Time at={requested_at} /> },
            { label: 'Erases what began until', value: <Time at={erased_at} /> },
            {
              label: completed_at === null ? 'Due' : 'Completed',
              value: <Time at={completed_at ?? due_at} />,
            },
            ...(held_entries.length === 0
              ? []
              : [
                  {
                    label: 'Kept by a legal hold',
                    value: held_entries.map(({ list_id, entry_id }) => (
                      <div key={entry_id}>
                        <RouteLink to={`/watchlists?list=${list_id}`}>
                          {entry_id} of {list_id}
                        </RouteLink>
                      </div>
                    )),
                  },
                ]),
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

const Steps = ({ erasure: { steps } }: { readonly erasure: Erasure }) => (
  <Table
    variant="container"
    wrapLines
    header={<Header variant="h2">Stores</Header>}
    items={steps}
    trackBy="store"
    columnDefinitions={[
      { id: 'store', header: 'Store', isRowHeader: true, cell: ({ store }) => STORES[store] },
      {
        id: 'state',
        header: 'State',
        minWidth: 140,
        cell: ({ state, problem }) => (
          <>
            <Status of={state} />
            {problem !== null && <div className="muted wraps">{problem}</div>}
          </>
        ),
      },
      { id: 'removed', header: 'Removed', cell: ({ removed }) => removed },
      { id: 'left', header: 'Left', cell: ({ left }) => left },
      {
        id: 'checked',
        header: 'Asked last',
        cell: ({ checked_at }) => (checked_at === null ? 'Not yet' : <Time at={checked_at} />),
      },
    ]}
  />
);
