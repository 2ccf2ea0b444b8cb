import { answerOf } from '@face-idv/client';
import { useParams } from 'react-router';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { humanize } from '../../format/words.ts';
import { LoadedView } from '../../parts/loaded-view.tsx';
import { Page } from '../../parts/page.tsx';
import { CaseView } from './case-view.tsx';

/** One review case. */
export function CasePage() {
  const { id = '' } = useParams();
  const api = useApi();
  const found = useLoaded(`case ${id}`, (signal) =>
    answerOf(api.GET('/review-cases/{id}', { params: { path: { id } }, signal })),
  );
  return (
    <Page
      title={found.data ? humanize(found.data.reason) : 'Review case'}
      description={<span className="wraps">{id}</span>}
      parents={[{ title: 'Reviews', path: '/reviews' }]}
    >
      <LoadedView of={found} what="the case">
        {(detail) => <CaseView key={id} found={detail} onChanged={found.reload} />}
      </LoadedView>
    </Page>
  );
}
