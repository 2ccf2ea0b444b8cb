import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { FilterRow } from '../../parts/filter-row.tsx';

/** Opens an erasure that was requested before, by its id. */
export function ErasureSearch({ onFind }: { readonly onFind: (id: string) => void }) {
  const [id, setId] = useState('');
  return (
    <FilterRow
      onSubmit={() => {
        if (id.trim() !== '') onFind(encodeURIComponent(id.trim()));
      }}
    >
      <FormField label="ID of an erasure that was requested">
        <Input value={id} onChange={({ detail }) => setId(detail.value)} />
      </FormField>
      <Button>Open</Button>
    </FilterRow>
  );
}
