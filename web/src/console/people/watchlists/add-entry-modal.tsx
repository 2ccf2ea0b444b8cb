import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { reasonFault } from '../../api/with-reason.ts';
import { humanize } from '../../format/words.ts';
import { useNotify } from '../../parts/notifications.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';
import { EntryFields } from './entry-fields.tsx';
import { type EntryForm, faultsOf, requestOf } from './entry-form.ts';
import { useAddEntry } from './use-add-entry.ts';

interface AddEntryModalProps {
  readonly listId: string;
  /** Session whose face was proposed, after an attack. */
  readonly sessionId: string | undefined;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** Adds a face to a watchlist, of a session or of an image. */
export function AddEntryModal({ listId, sessionId, onAdded, onClose }: AddEntryModalProps) {
  const notify = useNotify();
  const add = useAddEntry(listId);
  const [image, setImage] = useState<File>();
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [rejected, setRejected] = useState<readonly string[]>();
  const [form, setForm] = useState<EntryForm>({
    from: 'session',
    sessionId: sessionId ?? '',
    image: undefined,
    code: sessionId === undefined ? 'confirmed_fraud' : 'suspected_fraud',
    text: '',
    source: '',
    expires: '',
    legalHold: '',
  });
  const action = useAction(async () => {
    setRejected(undefined);
    const entry = await add(requestOf(form), form.from === 'image' ? image : undefined, reason);
    onAdded();
    if (entry.state === 'rejected') {
      setRejected(entry.rejected_for ?? []);
      return;
    }
    notify('The entry is added.');
    onClose();
  });
  const faults = faultsOf({ ...form, image }, Date.now());
  const whyFault = reasonFault(reason);
  const submit = (): void => {
    setChecked(true);
    if (whyFault === undefined && Object.keys(faults).length === 0 && !action.isRunning) action.run();
  };
  return (
    <Modal
      visible
      header={`Add a face to ${listId}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" loading={action.isRunning} onClick={submit}>
            Add entry
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <EntryFields
          form={form}
          image={image}
          faults={isChecked ? faults : {}}
          reason={reason}
          reasonFault={isChecked ? whyFault : undefined}
          onChange={(changed) => setForm((before) => ({ ...before, ...changed }))}
          onImage={setImage}
          onReason={setReason}
        />
        {rejected && (
          <Alert type="warning" header="The image shows no usable face">
            {rejected.map(humanize).join(', ')}. The entry is rejected and deleted within a day. Choose
            another image.
          </Alert>
        )}
        {action.error !== undefined && <ProblemAlert error={action.error} />}
      </SpaceBetween>
    </Modal>
  );
}
