import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useAction } from '../../parts/use-action.ts';

interface AssignModalProps {
  readonly current: string | undefined;
  readonly onAssign: (assignee: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Gives a case to another operator. */
export function AssignModal({ current, onAssign, onClose }: AssignModalProps) {
  const [assignee, setAssignee] = useState(current ?? '');
  const action = useAction(onAssign);
  const submit = async (): Promise<void> => {
    if (await action.run(assignee.trim())) onClose();
  };
  return (
    <Modal
      visible
      header="Assign to another operator"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={assignee.trim() === ''}
            loading={action.isRunning}
            onClick={submit}
          >
            Assign
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="Operator"
          description="The operator's sub in the user pool, as audit entries name it."
        >
          <Input value={assignee} onChange={({ detail }) => setAssignee(detail.value)} />
        </FormField>
        {action.error !== undefined && <ProblemAlert error={action.error} />}
      </SpaceBetween>
    </Modal>
  );
}
