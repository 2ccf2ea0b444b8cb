import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { idFault } from './id-fault.ts';

interface IdSearchProps {
  readonly title: string;
  readonly label: string;
  readonly description: string;
  readonly onFind: (id: string) => void;
}

/** Asks for an id of the customer's own. */
export function IdSearch({ title, label, description, onFind }: IdSearchProps) {
  const [id, setId] = useState('');
  const [isChecked, setChecked] = useState(false);
  const fault = idFault(id);
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (fault === undefined) onFind(id.trim());
        }}
      >
        <SpaceBetween size="m">
          <FormField label={label} description={description} errorText={isChecked ? fault : undefined}>
            <Input autoFocus value={id} onChange={({ detail }) => setId(detail.value)} />
          </FormField>
          <Button variant="primary">Find</Button>
        </SpaceBetween>
      </form>
    </Container>
  );
}
