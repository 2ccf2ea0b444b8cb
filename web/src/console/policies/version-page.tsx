import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { withReason } from '../api/with-reason.ts';
import { Facts } from '../machine/facts.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { useNotify } from '../parts/notifications.tsx';
import { Page } from '../parts/page.tsx';
import { ReasonModal } from '../parts/reason-modal.tsx';
import { Time } from '../parts/time.tsx';
import { Author } from './author.tsx';
import { DifferencesPanel } from './differences-panel.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { ACTIVATE_MEANING, POLICY_NAMES, type PolicyId, policyIdOf } from './policy-texts.ts';
import { SimulationPanel } from './simulation-panel.tsx';
import { UnknownPolicy } from './unknown-policy.tsx';

/** A version of a policy: its document, its differences from another, and how it would have decided. */
export function VersionPage() {
  const { id: name, version = '' } = useParams();
  const id = policyIdOf(name);
  return id === undefined ? (
    <UnknownPolicy />
  ) : (
    <VersionOf key={`${id} ${version}`} id={id} version={version} />
  );
}

function VersionOf({ id, version }: { readonly id: PolicyId; readonly version: string }) {
  const api = useApi();
  const navigate = useNavigate();
  const notify = useNotify();
  const mayChange = useMay('operate');
  const maySimulate = useMay('review');
  const [isActivating, setActivating] = useState(false);
  const loaded = useLoaded(`version ${id} ${version}`, (signal) =>
    answerOf(api.GET('/policies/{id}/versions/{version}', { params: { path: { id, version } }, signal })),
  );
  const isActive = loaded.data?.active;
  return (
    <Page
      title={`Version ${version}`}
      parents={[
        { title: 'Policies', path: '/policies' },
        { title: POLICY_NAMES[id], path: `/policies/${id}` },
      ]}
      actions={
        mayChange && (
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => navigate(`/policies/${id}/new?base=${version}`)}>
              Edit as a new version
            </Button>
            {isActive === false && (
              <Button variant="primary" onClick={() => setActivating(true)}>
                Activate
              </Button>
            )}
          </SpaceBetween>
        )
      }
    >
      <LoadedView of={loaded} what="the version">
        {(data) => (
          <SpaceBetween size="l">
            <Container
              header={
                <Header
                  variant="h2"
                  actions={
                    <Badge color={data.active ? 'green' : 'grey'}>
                      {data.active ? 'Active' : 'Not active'}
                    </Badge>
                  }
                >
                  About this version
                </Header>
              }
            >
              <Facts
                of={{
                  Comment: data.comment,
                  'Written by': <Author by={data.created_by} origin={data.origin} />,
                  Written: <Time at={data.created_at} />,
                  Fingerprint: data.fingerprint,
                }}
              />
            </Container>
            <DifferencesPanel id={id} version={data.version} />
            {maySimulate && <SimulationPanel id={id} version={data.version} />}
            <DocumentPanel document={data.document} />
          </SpaceBetween>
        )}
      </LoadedView>
      {isActivating && (
        <ReasonModal
          title={`Activate version ${version}?`}
          confirm="Activate"
          onClose={() => setActivating(false)}
          onConfirm={async (reason) => {
            const params = { path: { id, version }, header: withReason(reason) };
            await answerOf(api.POST('/policies/{id}/versions/{version}/activate', { params }));
            notify(`Version ${version} is active.`);
            loaded.reload();
          }}
        >
          {ACTIVATE_MEANING}
        </ReasonModal>
      )}
    </Page>
  );
}
