import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import { Copyable } from '../../parts/copyable.tsx';
import { claimsOf } from './erasure-words.ts';
import { saveFile } from './save-file.ts';

interface ReceiptPartProps {
  readonly receipt: string;
  readonly requestId: string;
}

/** The signed receipt of an erasure, and what it says. */
export function ReceiptPart({ receipt, requestId }: ReceiptPartProps) {
  const claims = claimsOf(receipt);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Signed by the key of this deployment, which the API publishes. It names the user to nobody."
          actions={
            <Button
              iconName="download"
              onClick={() => saveFile(`${requestId}.jwt`, receipt, 'application/jwt')}
            >
              Save receipt
            </Button>
          }
        >
          Receipt
        </Header>
      }
    >
      <Copyable text={receipt} name="receipt" />
      {claims && (
        <ExpandableSection headerText="What it says">
          <pre className="wraps preformatted">{JSON.stringify(claims, null, 2)}</pre>
        </ExpandableSection>
      )}
    </Container>
  );
}
