import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { usePages } from '../api/use-pages.ts';
import { Facts } from '../machine/facts.tsx';
import { POLL_JOB_MS } from '../machine/polling.ts';
import { Status } from '../machine/status.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { type Delivery, DISABLED_TEXTS, type Endpoint } from './delivery-texts.ts';
import { EndpointActions } from './endpoint-actions.tsx';
import { SecretModal } from './secret-modal.tsx';

/** One webhook endpoint: its settings, what was delivered to it, and what can be done with it. */
export function EndpointPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const mayChange = useMay('operate');
  const [secret, setSecret] = useState<string>();
  const endpoint = useLoaded(`webhook-endpoint ${id}`, (signal) =>
    answerOf(api.GET('/webhook-endpoints/{id}', { params: { path: { id } }, signal })),
  );
  const deliveries = usePages<Delivery>(
    `deliveries ${id}`,
    (cursor, signal) => {
      const params = { path: { id }, query: cursor === undefined ? {} : { cursor } };
      return answerOf(api.GET('/webhook-endpoints/{id}/deliveries', { params, signal }));
    },
    { pollMs: ({ data }) => (data.some(({ status }) => status === 'pending') ? POLL_JOB_MS : undefined) },
  );
  return (
    <Page
      title={endpoint.data?.description ?? 'Webhook endpoint'}
      parents={[{ title: 'Webhooks', path: '/webhook-endpoints' }]}
      actions={
        mayChange &&
        endpoint.data && (
          <EndpointActions
            endpoint={endpoint.data}
            onSecret={setSecret}
            onChanged={() => {
              endpoint.reload();
              deliveries.reload();
            }}
          />
        )
      }
    >
      <LoadedView of={endpoint} what="the endpoint">
        {(data) => (
          <>
            <Settings of={data} />
            <DeliveriesTable pages={deliveries} />
          </>
        )}
      </LoadedView>
      {secret !== undefined && <SecretModal secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

function Settings({ of: endpoint }: { readonly of: Endpoint }) {
  const [newest, before] = endpoint.secrets;
  return (
    <Container
      header={
        <Header variant="h2" actions={<Status of={endpoint.status} />}>
          Settings
        </Header>
      }
    >
      {endpoint.disabled_reason && <Alert type="warning">{DISABLED_TEXTS[endpoint.disabled_reason]}</Alert>}
      <Facts
        of={{
          Address: endpoint.url,
          Events:
            endpoint.event_types?.map((type) => <div key={type}>{type}</div>) ?? 'all, and those to come',
          Reasons: endpoint.with_reasons ? 'sent' : 'not sent',
          Created: <Time at={endpoint.created_at} />,
          'Disabled since': endpoint.disabled_at && <Time at={endpoint.disabled_at} />,
          'Secret since': newest && <Time at={newest.created_at} />,
          'Earlier secret signs until': before?.expires_at && <Time at={before.expires_at} />,
        }}
      />
    </Container>
  );
}
