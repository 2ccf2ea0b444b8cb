import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { usePages } from '../api/use-pages.ts';
import { withReason } from '../api/with-reason.ts';
import { Facts } from '../machine/facts.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { useNotify } from '../parts/notifications.tsx';
import { Page } from '../parts/page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { ReasonModal } from '../parts/reason-modal.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { Author } from './author.tsx';
import { ORIGIN_TEXTS, POLICY_NAMES, type PolicyId, policyIdOf, ROLL_BACK_MEANING } from './policy-texts.ts';
import { PresetModal } from './preset-modal.tsx';
import { UnknownPolicy } from './unknown-policy.tsx';

type Version = components['schemas']['PolicyVersionPage']['data'][number];

/** The policy of a session type with its versions. */
export function PolicyPage() {
  const id = policyIdOf(useParams().id);
  return id === undefined ? <UnknownPolicy /> : <PolicyOf key={id} id={id} />;
}

function PolicyOf({ id }: { readonly id: PolicyId }) {
  const api = useApi();
  const navigate = useNavigate();
  const notify = useNotify();
  const mayChange = useMay('operate');
  const [isRollingBack, setRollingBack] = useState(false);
  const [isFromPreset, setFromPreset] = useState(false);
  const policy = useLoaded(`policy ${id}`, (signal) =>
    answerOf(api.GET('/policies/{id}', { params: { path: { id } }, signal })),
  );
  const versions = usePages<Version>(`versions ${id}`, (cursor, signal) => {
    const params = { path: { id }, query: cursor === undefined ? {} : { cursor } };
    return answerOf(api.GET('/policies/{id}/versions', { params, signal }));
  });
  const previous = policy.data?.previous_version;
  return (
    <Page
      title={`Policy of ${POLICY_NAMES[id].toLowerCase()}`}
      parents={[{ title: 'Policies', path: '/policies' }]}
      actions={
        mayChange && (
          <SpaceBetween size="xs" direction="horizontal">
            {previous !== undefined && (
              <Button onClick={() => setRollingBack(true)}>Roll back to version {previous}</Button>
            )}
            <Button onClick={() => setFromPreset(true)}>From guidance</Button>
            <Button variant="primary" onClick={() => navigate(`/policies/${id}/new`)}>
              New version
            </Button>
          </SpaceBetween>
        )
      }
    >
      <LoadedView of={policy} what="the policy">
        {(data) => (
          <Container header={<Header variant="h2">Active version</Header>}>
            <Facts
              of={{
                Version: (
                  <RouteLink
                    to={`/policies/${id}/versions/${data.active_version}`}
                  >{`Version ${data.active_version}`}</RouteLink>
                ),
                'Active since': <Time at={data.active_since} />,
                'Activated by': ORIGIN_TEXTS[data.active_by],
                'Active before': previous === undefined ? 'none' : `Version ${previous}`,
                History: (
                  <RouteLink to={`/audit-entries?target=/policies/${id}`}>
                    Who has read and changed it
                  </RouteLink>
                ),
              }}
            />
          </Container>
        )}
      </LoadedView>
      <PagedTable
        pages={versions}
        title="Versions"
        trackBy={({ version }) => String(version)}
        empty="There are no versions."
        columns={[
          {
            id: 'version',
            header: 'Version',
            minWidth: 110,
            cell: ({ version }) => (
              <RouteLink to={`/policies/${id}/versions/${version}`}>{`Version ${version}`}</RouteLink>
            ),
            isRowHeader: true,
          },
          {
            id: 'active',
            header: 'State',
            cell: ({ active }) => (active ? <Badge color="green">Active</Badge> : 'not active'),
          },
          { id: 'comment', header: 'Comment', minWidth: 180, cell: ({ comment }) => comment ?? '–' },
          {
            id: 'by',
            header: 'Written by',
            minWidth: 150,
            cell: (one) => <Author by={one.created_by} origin={one.origin} />,
          },
          { id: 'at', header: 'Written', cell: ({ created_at }) => <Time at={created_at} /> },
        ]}
      />
      {isFromPreset && <PresetModal id={id} onClose={() => setFromPreset(false)} />}
      {isRollingBack && (
        <ReasonModal
          title={`Roll back to version ${previous}?`}
          confirm="Roll back"
          onClose={() => setRollingBack(false)}
          onConfirm={async (reason) => {
            const params = { path: { id }, header: withReason(reason) };
            const now = await answerOf(api.POST('/policies/{id}/rollback', { params }));
            notify(`Version ${now.active_version} is active.`);
            policy.reload();
            versions.reload();
          }}
        >
          {ROLL_BACK_MEANING}
        </ReasonModal>
      )}
    </Page>
  );
}
