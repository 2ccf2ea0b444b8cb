import Alert from '@cloudscape-design/components/alert';
import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useFirstFocus } from '../../parts/use-first-focus.ts';
import { confirmationOf, type Finding, type ReviewCase } from './case-words.ts';

interface DecisionModalProps {
  readonly found: ReviewCase;
  readonly finding: Finding;
  /** Whether a note is written that is not added yet. */
  readonly hasOpenNote: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before a finding is given, whether a key or the button was pressed. */
export function DecisionModal({ found, finding, hasOpenNote, onConfirm, onClose }: DecisionModalProps) {
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
      <SpaceBetween size="m">
        <div>{text}</div>
        {hasOpenNote && (
          <Alert type="warning">
            Your new note is not added yet. Cancel and add it first: a decided case takes no notes.
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

/** Has the focus when the dialog opens, so that whoever decides by keys confirms by Enter. */
function ConfirmButton({ onClick }: { readonly onClick: () => void }) {
  const button = useFirstFocus<ButtonProps.Ref>();
  return (
    <Button ref={button} variant="primary" onClick={onClick}>
      Give finding
    </Button>
  );
}
