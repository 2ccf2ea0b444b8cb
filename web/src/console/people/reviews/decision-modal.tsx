import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef } from 'react';
import { confirmationOf, type Finding, type ReviewCase } from './case-words.ts';

interface DecisionModalProps {
  readonly found: ReviewCase;
  readonly finding: Finding;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before a finding is given, whether a key or the button was pressed. */
export function DecisionModal({ found, finding, onConfirm, onClose }: DecisionModalProps) {
  const { title, text } = confirmationOf(found, finding);
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
          <ConfirmButton onClick={onConfirm} />
        </SpaceBetween>
      }
    >
      {text}
    </Modal>
  );
}

/** Has the focus when the dialog opens, so that whoever decides by keys confirms by Enter. */
function ConfirmButton({ onClick }: { readonly onClick: () => void }) {
  const button = useRef<ButtonProps.Ref>(null);
  useEffect(() => {
    // the dialog moves the focus to its first button in an effect that runs after this one
    queueMicrotask(() => button.current?.focus());
  }, []);
  return (
    <Button ref={button} variant="primary" onClick={onClick}>
      Give finding
    </Button>
  );
}
