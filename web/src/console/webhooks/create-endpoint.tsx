import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';
import { EVENT_TYPES, type EventType } from './event-types.ts';

interface CreateEndpointProps {
  readonly onClose: () => void;
  readonly onCreated: (secret: string) => void;
}

const OPTIONS = EVENT_TYPES.map((type) => ({ value: type, label: type }));

/** Asks for the address and its events, then creates an endpoint. */
export function CreateEndpoint({ onClose, onCreated }: CreateEndpointProps) {
  const api = useApi();
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [types, setTypes] = useState<readonly EventType[]>([]);
  const [withReasons, setWithReasons] = useState(false);
  const create = async (reason: string): Promise<void> => {
    const body = {
      url: url.trim(),
      with_reasons: withReasons,
      ...(description.trim() === '' ? {} : { description: description.trim() }),
      ...(types.length === 0 ? {} : { event_types: [...types] }),
    };
    const params = { header: withReason(reason) };
    const { secret } = await answerOf(api.POST('/webhook-endpoints', { params, body }));
    onCreated(secret);
  };
  return (
    <ReasonModal title="Create an endpoint" confirm="Create endpoint" onClose={onClose} onConfirm={create}>
      <SpaceBetween size="m">
        <FormField label="Address" description="https, on the public internet.">
          <Input
            value={url}
            inputMode="url"
            placeholder="https://hooks.example.com/face-idv"
            onChange={({ detail }) => setUrl(detail.value)}
          />
        </FormField>
        <FormField label="Description" description="Optional.">
          <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
        <FormField label="Events" description="Without a choice it receives all, and those to come.">
          <Multiselect
            options={OPTIONS}
            selectedOptions={OPTIONS.filter(({ value }) => types.includes(value))}
            filteringType="auto"
            placeholder="All events"
            tokenLimit={3}
            deselectAriaLabel={({ label }) => `Remove ${label}`}
            onChange={({ detail }) => setTypes(detail.selectedOptions.map(({ value }) => value as EventType))}
          />
        </FormField>
        <Checkbox
          checked={withReasons}
          onChange={({ detail }) => setWithReasons(detail.checked)}
          description="They show a fraudster what to change: only for a receiver that keeps them from clients."
        >
          Send the reasons of decisions
        </Checkbox>
      </SpaceBetween>
    </ReasonModal>
  );
}
