import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';

interface RotateModalProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onSecret: (secret: string) => void;
}

const DEFAULT_HOURS = 24;

/** Asks how long the old secret signs as well, then makes a new one. */
export function RotateModal({ id, onClose, onChanged, onSecret }: RotateModalProps) {
  const api = useApi();
  const [hours, setHours] = useState(String(DEFAULT_HOURS));
  const rotate = async (reason: string): Promise<void> => {
    const params = { path: { id }, header: withReason(reason) };
    const body = { overlap_hours: Number(hours) };
    const { secret } = await answerOf(api.POST('/webhook-endpoints/{id}/rotate-secret', { params, body }));
    onSecret(secret);
    onChanged();
  };
  return (
    <ReasonModal title="Rotate the secret?" confirm="Rotate secret" onConfirm={rotate} onClose={onClose}>
      <SpaceBetween size="m">
        <div>Events are signed with a new secret, which is shown once. This cannot be undone.</div>
        <FormField
          label="Hours for which the old secret signs as well"
          description="From 0 to 168. Use 0 for a secret that has leaked."
        >
          <Input
            type="number"
            inputMode="numeric"
            value={hours}
            onChange={({ detail }) => setHours(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </ReasonModal>
  );
}
