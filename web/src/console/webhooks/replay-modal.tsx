import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { InputFault } from '../api/input-fault.ts';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { useNotify } from '../parts/notifications.tsx';
import { ReasonModal } from '../parts/reason-modal.tsx';
import { isoOf } from './delivery-texts.ts';

interface ReplayModalProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Asks for a time, then sends its events again. */
export function ReplayModal({ id, onClose, onChanged }: ReplayModalProps) {
  const api = useApi();
  const notify = useNotify();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const replay = async (reason: string): Promise<void> => {
    const [first, last] = [isoOf(from), isoOf(to)];
    if (first === undefined) throw new InputFault('Enter the time of the first event.');
    const body = { from: first, ...(last === undefined ? {} : { to: last }) };
    const params = { path: { id }, header: withReason(reason) };
    await answerOf(api.POST('/webhook-endpoints/{id}/replays', { params, body }));
    notify('The events of that time are being sent again.');
    onChanged();
  };
  const field = (label: string, description: string, value: string, set: (value: string) => void) => (
    <FormField label={label} description={description}>
      <Input
        nativeInputAttributes={{ type: 'datetime-local' }}
        value={value}
        onChange={({ detail }) => set(detail.value)}
      />
    </FormField>
  );
  return (
    <ReasonModal title="Replay events?" confirm="Replay" onConfirm={replay} onClose={onClose}>
      <SpaceBetween size="m">
        <div>
          Every event of that time is sent again under its own ID. A receiver that ignores repetitions takes
          only what it missed.
        </div>
        {field('First event', 'Your local time, at most 30 days ago.', from, setFrom)}
        {field('Until', 'Optional; by default now.', to, setTo)}
      </SpaceBetween>
    </ReasonModal>
  );
}
