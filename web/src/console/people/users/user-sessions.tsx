import { answerOf } from '@face-idv/client';
import { useApi } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { PagedTable } from '../../parts/paged-table.tsx';
import { SESSION_COLUMNS } from '../sessions/session-columns.tsx';

/** Sessions of one user. */
export function UserSessions({ userId }: { readonly userId: string }) {
  const api = useApi();
  const pages = usePages(`sessions of ${userId}`, (cursor, signal) => {
    const query = { user_id: userId, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/verification-sessions', { params: { query }, signal }));
  });
  return (
    <PagedTable
      pages={pages}
      title="Sessions"
      empty="This user has no sessions."
      trackBy="id"
      columns={SESSION_COLUMNS.filter(({ id }) => id !== 'user')}
    />
  );
}
