import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { answerOf } from '@face-idv/client';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { ORIGIN_TEXTS, POLICY_NAMES } from './policy-texts.ts';

/** The policies of the tenant, one for each type of session. */
export function PoliciesPage() {
  const api = useApi();
  const policies = useLoaded('policies', (signal) => answerOf(api.GET('/policies', { signal })));
  return (
    <Page title="Policies" description="The rules by which sessions are decided, for each type of session.">
      <LoadedView of={policies} what="the policies">
        {({ data }) => (
          <Table
            items={data}
            trackBy="id"
            wrapLines
            header={<Header variant="h2">Session types</Header>}
            columnDefinitions={[
              {
                id: 'id',
                header: 'Policy',
                minWidth: 140,
                cell: ({ id }) => <RouteLink to={`/policies/${id}`}>{POLICY_NAMES[id]}</RouteLink>,
                isRowHeader: true,
              },
              {
                id: 'active',
                header: 'Active version',
                cell: ({ id, active_version }) => (
                  <RouteLink to={`/policies/${id}/versions/${active_version}`}>
                    {`Version ${active_version}`}
                  </RouteLink>
                ),
              },
              { id: 'since', header: 'Active since', cell: ({ active_since }) => <Time at={active_since} /> },
              { id: 'by', header: 'Activated by', cell: ({ active_by }) => ORIGIN_TEXTS[active_by] },
              { id: 'latest', header: 'Latest version', cell: ({ latest_version }) => latest_version },
            ]}
          />
        )}
      </LoadedView>
    </Page>
  );
}
