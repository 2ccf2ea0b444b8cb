import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { InputFault } from '../api/input-fault.ts';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { withReason } from '../api/with-reason.ts';
import { generationsOf } from '../collections/collection-map.ts';
import { readCollections } from '../collections/read-collections.ts';
import { countOf } from '../format/words.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';

/** Asks for the generation to move to, then creates a migration. */
export function CreateMigration({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const navigate = useNavigate();
  const [to, setTo] = useState('');
  const collections = useLoaded('collections', (signal) => readCollections(api, signal));
  const options = generationsOf(collections.data ?? [])
    .filter(({ state }) => state === 'unused')
    .map(({ name, shards }) => ({ value: name, label: name, description: countOf(shards.length, 'shard') }));
  return (
    <ReasonModal
      title="Create a migration?"
      confirm="Create migration"
      onClose={onClose}
      onConfirm={async (reason) => {
        if (to === '') throw new InputFault('Choose the generation to move to.');
        const { id } = await answerOf(
          api.POST('/migrations', { params: { header: withReason(reason) }, body: { to } }),
        );
        navigate(`/migrations/${id}`);
      }}
    >
      <SpaceBetween size="m">
        <div>
          From now on new faces are written to both generations, and the new one is filled from the images of
          enrolled users. The old one decides until you cut over. You can cancel before that.
        </div>
        {collections.data && options.length === 0 && (
          <Alert type="info">
            The configuration has no unused generation. Add one after the others and deploy it first.
          </Alert>
        )}
        <FormField label="Generation to move to">
          <Select
            options={options}
            selectedOption={options.find(({ value }) => value === to) ?? null}
            onChange={({ detail }) => setTo(detail.selectedOption.value ?? '')}
            placeholder="Choose a generation"
            statusType={collections.isLoading ? 'loading' : collections.error ? 'error' : 'finished'}
            loadingText="Loading generations"
            errorText="The generations could not be loaded."
          />
        </FormField>
      </SpaceBetween>
    </ReasonModal>
  );
}
