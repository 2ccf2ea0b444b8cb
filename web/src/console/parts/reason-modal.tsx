import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { reasonFault } from '../api/with-reason.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { useAction } from './use-action.ts';
import { useFirstFocus } from './use-first-focus.ts';

interface ReasonModalProps {
  readonly title: string;
  /** What happens, and whether it can be undone. */
  readonly children: ReactNode;
  /** Text of the button that does it, such as `Delete face`. */
  readonly confirm: string;
  /** Does it. The dialog stays open with the error if that fails. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks why, then does it. The reason goes into the audit entry. Render it only while it is open. */
export function ReasonModal({ title, children, confirm, onConfirm, onClose }: ReasonModalProps) {
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const action = useAction(onConfirm);
  const fault = reasonFault(reason);
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (fault === undefined && !action.isRunning && (await action.run(reason))) onClose();
  };
  return (
    <Modal visible header={title} onDismiss={onClose} closeAriaLabel="Close">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary" loading={action.isRunning}>
                {confirm}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <Box>{children}</Box>
            <FormField
              label="Reason"
              description="It is kept in the audit entry of this call."
              errorText={isChecked ? fault : undefined}
            >
              <ReasonInput value={reason} onChange={setReason} />
            </FormField>
            {action.error !== undefined && <ProblemAlert error={action.error} />}
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}

interface ReasonInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ReasonInput({ value, onChange }: ReasonInputProps) {
  const input = useFirstFocus<InputProps.Ref>();
  return <Input ref={input} value={value} onChange={({ detail }) => onChange(detail.value)} />;
}
