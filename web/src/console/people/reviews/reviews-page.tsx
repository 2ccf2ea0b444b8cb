import Checkbox from '@cloudscape-design/components/checkbox';
import { answerOf } from '@face-idv/client';
import { useSearchParams } from 'react-router';
import { useApi, useOperator } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { CodeSelect } from '../../parts/code-select.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { Page } from '../../parts/page.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { reviewColumns } from './review-columns.tsx';
import {
  CASE_REASONS,
  CASE_STATUSES,
  type ReviewFilter,
  reviewAddressOf,
  reviewFilterOf,
} from './review-filter.ts';

/** Cases that a person must decide, or has decided. */
export function ReviewsPage() {
  const api = useApi();
  const { subject } = useOperator();
  const [address, setAddress] = useSearchParams();
  const filter = reviewFilterOf(address);
  const pages = usePages(`cases ${reviewAddressOf(filter)}`, (cursor, signal) => {
    const query = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
    return answerOf(api.GET('/review-cases', { params: { query }, signal }));
  });
  return (
    <Page
      title="Reviews"
      description="Questions that a person must answer before a session can go on, and samples."
    >
      <PagedTable
        pages={pages}
        title="Review cases"
        empty="No case matches this filter."
        trackBy="id"
        columns={reviewColumns(subject)}
        filter={<Filter filter={filter} onChange={(next) => setAddress(reviewAddressOf(next))} />}
      />
    </Page>
  );
}

interface FilterProps {
  readonly filter: ReviewFilter;
  readonly onChange: (filter: ReviewFilter) => void;
}

function Filter({ filter, onChange }: FilterProps) {
  const { status, reason, assignee, overdue } = filter;
  const rest = {
    status: status && { status },
    reason: reason && { reason },
    assignee: assignee && { assignee },
    overdue: overdue && { overdue },
  };
  const change = (changed: { readonly [Name in keyof typeof rest]?: ReviewFilter | undefined }): void =>
    onChange(Object.assign({}, ...Object.values({ ...rest, ...changed })));
  return (
    <FilterRow onSubmit={() => {}}>
      <CodeSelect
        label="Status"
        codes={CASE_STATUSES}
        value={status}
        all="Any status"
        onChange={(chosen) => change({ status: chosen && { status: chosen } })}
      />
      <CodeSelect
        label="Reason"
        codes={CASE_REASONS}
        value={reason}
        all="Any reason"
        onChange={(chosen) => change({ reason: chosen && { reason: chosen } })}
      />
      <Checkbox
        checked={assignee === 'me'}
        onChange={({ detail }) => change({ assignee: detail.checked ? { assignee: 'me' } : undefined })}
      >
        My cases
      </Checkbox>
      <Checkbox
        checked={overdue === 'true'}
        onChange={({ detail }) => change({ overdue: detail.checked ? { overdue: 'true' } : undefined })}
      >
        Overdue
      </Checkbox>
    </FilterRow>
  );
}
