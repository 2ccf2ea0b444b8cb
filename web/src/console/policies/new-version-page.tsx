import './policies.css';
import Box from '@cloudscape-design/components/box';
import { answerOf } from '@face-idv/client';
import { useParams, useSearchParams } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { POLICY_NAMES, type PolicyId, policyIdOf } from './policy-texts.ts';
import { UnknownPolicy } from './unknown-policy.tsx';
import { VersionEditor } from './version-editor.tsx';

/** Writes a version of a policy, from another one. */
export function NewVersionPage() {
  const id = policyIdOf(useParams().id);
  const [query] = useSearchParams();
  const base = query.get('base') ?? undefined;
  return id === undefined ? <UnknownPolicy /> : <NewVersionOf key={id} id={id} base={base} />;
}

function NewVersionOf({ id, base }: { readonly id: PolicyId; readonly base: string | undefined }) {
  const api = useApi();
  const start = useLoaded(`base ${id} ${base ?? ''}`, async (signal) => {
    const path = { id };
    const active = async () =>
      (await answerOf(api.GET('/policies/{id}', { params: { path }, signal }))).active_version;
    const version = base ?? String(await active());
    return answerOf(
      api.GET('/policies/{id}/versions/{version}', { params: { path: { id, version } }, signal }),
    );
  });
  return (
    <Page
      title="New version"
      parents={[
        { title: 'Policies', path: '/policies' },
        { title: POLICY_NAMES[id], path: `/policies/${id}` },
      ]}
    >
      <LoadedView of={start} what="the version to start from">
        {(data) => (
          <>
            <Box variant="p">
              You start from version {data.version}. The new version decides nothing until it is activated.
            </Box>
            <VersionEditor id={id} base={data} />
          </>
        )}
      </LoadedView>
    </Page>
  );
}
