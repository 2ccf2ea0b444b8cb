import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { Status } from '../machine/status.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { CreateEndpoint } from './create-endpoint.tsx';
import { typesText } from './delivery-texts.ts';
import { SecretModal } from './secret-modal.tsx';

/** Addresses to which the tenant's events are posted. */
export function EndpointsPage() {
  const api = useApi();
  const mayChange = useMay('operate');
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const endpoints = useLoaded('webhook-endpoints', (signal) =>
    answerOf(api.GET('/webhook-endpoints', { signal })),
  );
  return (
    <Page title="Webhooks" description="Addresses of yours to which events are posted, signed.">
      <LoadedView of={endpoints} what="the endpoints">
        {({ data }) => (
          <Table
            items={data}
            trackBy="id"
            wrapLines
            header={
              <Header
                variant="h2"
                counter={`(${data.length})`}
                actions={mayChange && <Button onClick={() => setCreating(true)}>Create endpoint</Button>}
              >
                Endpoints
              </Header>
            }
            empty={
              <Box textAlign="center" color="inherit" padding="m">
                There are no endpoints. Create one to receive events.
              </Box>
            }
            columnDefinitions={[
              {
                id: 'url',
                header: 'Address',
                minWidth: 220,
                cell: ({ id, url }) => <RouteLink to={`/webhook-endpoints/${id}`}>{url}</RouteLink>,
                isRowHeader: true,
              },
              {
                id: 'description',
                header: 'Description',
                cell: ({ description }) => <span className="wraps">{description ?? '–'}</span>,
              },
              { id: 'types', header: 'Events', cell: ({ event_types }) => typesText(event_types) },
              { id: 'status', header: 'Status', cell: ({ status }) => <Status of={status} /> },
              { id: 'created', header: 'Created', cell: ({ created_at }) => <Time at={created_at} /> },
            ]}
          />
        )}
      </LoadedView>
      {isCreating && (
        <CreateEndpoint
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setSecret(created);
            endpoints.reload();
          }}
        />
      )}
      {secret !== undefined && <SecretModal secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}
