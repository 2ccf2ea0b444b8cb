import Button from '@cloudscape-design/components/button';
import type { TableProps } from '@cloudscape-design/components/table';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { withReason } from '../../api/with-reason.ts';
import { humanize } from '../../format/words.ts';
import { useNotify } from '../../parts/notifications.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

type Receipt = components['schemas']['ConsentReceipt'];

/** What a user has consented to. */
export function ConsentsPanel({ userId }: { readonly userId: string }) {
  const api = useApi();
  const notify = useNotify();
  const mayWithdraw = useMay('operate');
  const [leaving, setLeaving] = useState<Receipt>();
  const pages = usePages<Receipt>(`consents ${userId}`, async (_cursor, signal) => {
    const { data } = await answerOf(api.GET('/consents', { params: { query: { user_id: userId } }, signal }));
    return { data, has_more: false, next_cursor: null };
  });
  const withdraw = async ({ id }: Receipt, reason: string): Promise<void> => {
    const params = { path: { id }, header: withReason(reason) };
    await answerOf(api.POST('/consents/{id}/withdrawal', { params, body: { user_id: userId } }));
    notify('The consent is withdrawn. The erasure of the user begins.');
    pages.reload();
  };
  const actions: TableProps.ColumnDefinition<Receipt> = {
    id: 'withdraw',
    header: 'Actions',
    cell: (receipt) =>
      receipt.status === 'given' && (
        <Button
          variant="inline-link"
          ariaLabel={`Withdraw consent ${receipt.id}`}
          onClick={() => setLeaving(receipt)}
        >
          Withdraw
        </Button>
      ),
  };
  return (
    <>
      <PagedTable
        pages={pages}
        title="Consents"
        description="Receipts stay after an erasure, as proof."
        empty="This user has given no consent."
        trackBy="id"
        columns={[...COLUMNS, ...(mayWithdraw ? [actions] : [])]}
      />
      {leaving && (
        <ReasonModal
          title="Withdraw this consent?"
          confirm="Withdraw consent"
          onConfirm={(reason) => withdraw(leaving, reason)}
          onClose={() => setLeaving(undefined)}
        >
          Every valid consent of the user is withdrawn with it. Nothing of the person is processed any more,
          and their erasure begins. This cannot be undone.
        </ReasonModal>
      )}
    </>
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Receipt>[] = [
  {
    id: 'receipt',
    header: 'Receipt',
    isRowHeader: true,
    minWidth: 200,
    cell: ({ id, session_id }) => (
      <>
        <span className="wraps">{id}</span>
        {session_id !== undefined && <div className="muted wraps">{session_id}</div>}
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 140,
    cell: ({ status, withdrawn_at, withdrawn_by }) => (
      <>
        <Status of={status} />
        {withdrawn_at !== undefined && (
          <div className="muted">
            <Time at={withdrawn_at} /> by the {withdrawn_by}
          </div>
        )}
      </>
    ),
  },
  { id: 'purpose', header: 'Purpose', cell: ({ purpose }) => humanize(purpose) },
  {
    id: 'text',
    header: 'Text',
    cell: ({ notice_version, locale, jurisdiction }) =>
      [notice_version, locale, jurisdiction].filter((one) => one !== undefined).join(', '),
  },
  {
    id: 'given',
    header: 'Given',
    cell: ({ given_at, channel, recorded_by }) => (
      <>
        <Time at={given_at} />
        <div className="muted">
          {humanize(channel)}, recorded by the {recorded_by}
        </div>
      </>
    ),
  },
];
