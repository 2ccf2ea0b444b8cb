import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { InputFault } from '../api/input-fault.ts';
import { useApi } from '../api/operator-context.tsx';
import { withReason } from '../api/with-reason.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';
import type { PolicyId } from './policy-texts.ts';

type Preset = NonNullable<components['schemas']['CreatePolicyVersion']['preset']>;

const PRESETS: readonly { readonly value: Preset; readonly label: string; readonly description: string }[] = [
  {
    value: 'aws-whitepaper-2024',
    label: 'AWS whitepaper of 2024',
    description: 'Face and liveness verification with Amazon Rekognition',
  },
  { value: 'nist-63a', label: 'NIST SP 800-63A-4', description: 'Identity proofing, for registrations' },
  { value: 'nist-63b', label: 'NIST SP 800-63B-4', description: 'Authentication, for logins and step-ups' },
];

interface PresetModalProps {
  readonly id: PolicyId;
  readonly onClose: () => void;
}

/** Asks for published guidance, then adds a version that follows it. */
export function PresetModal({ id, onClose }: PresetModalProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [preset, setPreset] = useState<Preset>();
  const create = async (reason: string): Promise<void> => {
    if (preset === undefined) throw new InputFault('Choose the guidance to start from.');
    const params = { path: { id }, header: withReason(reason) };
    const body = { preset, change: {}, comment: reason.trim() };
    const { version } = await answerOf(api.POST('/policies/{id}/versions', { params, body }));
    navigate(`/policies/${id}/versions/${version}`);
  };
  return (
    <ReasonModal
      title="Start from published guidance"
      confirm="Add version"
      onConfirm={create}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <div>
          A version is added that follows the guidance. It decides nothing until it is activated, and you can
          edit it as a new version. The reason becomes its comment.
        </div>
        <FormField label="Guidance">
          <Select
            options={PRESETS}
            selectedOption={PRESETS.find(({ value }) => value === preset) ?? null}
            placeholder="Choose the guidance"
            onChange={({ detail }) => setPreset(detail.selectedOption.value as Preset)}
          />
        </FormField>
      </SpaceBetween>
    </ReasonModal>
  );
}
