import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';

/** Asks whether to repair what is found, then starts a reconciliation. */
export function StartReconciliation({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const navigate = useNavigate();
  const [isDry, setDry] = useState(true);
  return (
    <ReasonModal
      title="Start a reconciliation?"
      confirm="Start reconciliation"
      onClose={onClose}
      onConfirm={async (reason) => {
        const params = { header: withReason(reason) };
        const { id } = await answerOf(api.POST('/reconciliations', { params, body: { dry_run: isDry } }));
        navigate(`/reconciliations/${id}`);
      }}
    >
      <SpaceBetween size="m">
        <div>
          It lists every face of every collection, and may take hours with millions of faces. Registrations
          and logins go on meanwhile.
        </div>
        <Checkbox
          checked={isDry}
          onChange={({ detail }) => setDry(detail.checked)}
          description="Otherwise faces without an owner are deleted or given back, and missing faces are indexed again, as the configuration says. A deleted face cannot be restored."
        >
          Report only, repair nothing
        </Checkbox>
      </SpaceBetween>
    </ReasonModal>
  );
}
