import { answerOf } from '@face-idv/client';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { SESSION_COLUMNS } from './session-columns.tsx';
import { addressOf, filterOf } from './session-filter.ts';
import { SessionFilterForm } from './session-filter-form.tsx';

/** Sessions of a status or of a user, newest first. */
export function SessionsPage() {
  const api = useApi();
  const [address, setAddress] = useSearchParams();
  const filter = filterOf(address);
  const pages = usePages(`sessions ${addressOf(filter)}`, (cursor, signal) => {
    const query = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/verification-sessions', { params: { query }, signal }));
  });
  return (
    <Page title="Sessions" description="Registrations, logins, step-ups and re-enrollments, newest first.">
      <PagedTable
        pages={pages}
        title="Sessions"
        empty="No session matches this filter."
        trackBy="id"
        columns={SESSION_COLUMNS}
        filter={<SessionFilterForm filter={filter} onChange={(next) => setAddress(addressOf(next))} />}
      />
    </Page>
  );
}
