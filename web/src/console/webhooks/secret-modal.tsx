import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';

interface SecretModalProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows a signing secret, which nobody can read again. */
export function SecretModal({ secret, onClose }: SecretModalProps) {
  return (
    <Modal
      visible
      header="Signing secret"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            I have stored it
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          This secret is shown once. Store it where your receiver reads its secrets.
        </Alert>
        <CopyToClipboard
          variant="inline"
          textToCopy={secret}
          textToDisplay={secret}
          copyButtonAriaLabel="Copy secret"
          copySuccessText="Copied"
          copyErrorText="Could not be copied"
        />
      </SpaceBetween>
    </Modal>
  );
}
