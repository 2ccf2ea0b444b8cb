import { answerOf } from '@face-idv/client';
import { useApi, useOperator } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { PagedTable } from '../../parts/paged-table.tsx';
import { reviewColumns } from '../reviews/review-columns.tsx';

/** Cases that were opened about a session. */
export function SessionCases({ id }: { readonly id: string }) {
  const api = useApi();
  const { subject } = useOperator();
  const pages = usePages(`cases of ${id}`, (cursor, signal) => {
    const query = { session_id: id, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/review-cases', { params: { query }, signal }));
  });
  return (
    <PagedTable
      pages={pages}
      title="Review cases"
      empty="No case was opened about this session."
      trackBy="id"
      // the session above names its user
      columns={reviewColumns(subject).filter(({ id: column }) => column !== 'users')}
    />
  );
}
