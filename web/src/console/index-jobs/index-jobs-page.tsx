import { answerOf } from '@face-idv/client';
import { useApi } from '../api/operator-context.tsx';
import { usePages } from '../api/use-pages.ts';
import { formatMoney, formatNumber, formatPercent } from '../format/numbers.ts';
import { POLL_LISTS_MS } from '../machine/polling.ts';
import { progressPercent, timeLeftText } from '../machine/progress.ts';
import { Status } from '../machine/status.tsx';
import { Page } from '../parts/page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { Time } from '../parts/time.tsx';
import { type IndexJob, isMoving } from './index-job-actions.ts';

/** Jobs that enroll the people of a manifest, newest first. */
export function IndexJobsPage() {
  const api = useApi();
  const pages = usePages<IndexJob>(
    'index-jobs',
    (cursor, signal) =>
      answerOf(api.GET('/index-jobs', { params: { query: cursor === undefined ? {} : { cursor } }, signal })),
    { pollMs: ({ data }) => (data.some(isMoving) ? POLL_LISTS_MS : undefined) },
  );
  return (
    <Page
      title="Index jobs"
      description="Each enrolls the people of a manifest, who are already known to you."
    >
      <PagedTable
        pages={pages}
        title="Jobs"
        trackBy="id"
        empty="There are no index jobs. Create one with npm run index, or by POST /v1/index-jobs."
        columns={[
          {
            id: 'id',
            header: 'Job',
            minWidth: 200,
            cell: ({ id }) => <RouteLink to={`/index-jobs/${id}`}>{id}</RouteLink>,
            isRowHeader: true,
          },
          { id: 'status', header: 'Status', cell: ({ status }) => <Status of={status} /> },
          {
            id: 'progress',
            header: 'Progress',
            cell: ({ done, total }) =>
              total === undefined
                ? 'not started'
                : `${formatPercent(progressPercent(done, total))} of ${formatNumber(total)} rows`,
          },
          {
            id: 'left',
            header: 'Time left',
            cell: (job) => (job.status === 'running' ? timeLeftText(job.eta_seconds) : '–'),
          },
          {
            id: 'failed',
            header: 'Not enrolled',
            cell: ({ counts }) => formatNumber(counts.rejected + counts.failed),
          },
          { id: 'cost', header: 'Cost so far', cell: ({ cost_usd }) => formatMoney(cost_usd) },
          {
            id: 'created',
            header: 'Created',
            minWidth: 150,
            cell: ({ created_at }) => <Time at={created_at} />,
          },
        ]}
      />
    </Page>
  );
}
