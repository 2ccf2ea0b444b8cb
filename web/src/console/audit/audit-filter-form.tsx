import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { type AuditFilters, filterFaults, NO_FILTERS } from './audit-filters.ts';

interface AuditFilterFormProps {
  readonly filters: AuditFilters;
  readonly onFilter: (filters: AuditFilters) => void;
}

const QUARTERS = Array.from({ length: 5 }, () => ({ colspan: { default: 12, s: 6, m: 4 } }));

/** The form that filters the list of audit entries. */
export function AuditFilterForm({ filters, onFilter }: AuditFilterFormProps) {
  const [draft, setDraft] = useState(filters);
  // the address may change while the form is shown: by its own button, a link or the browser's
  const given = JSON.stringify(filters);
  useEffect(() => setDraft(JSON.parse(given)), [given]);
  const faults = filterFaults(draft);
  const text = (name: 'subject' | 'target' | 'action', label: string, description: string) => (
    <FormField label={label} description={description} errorText={faults[name]}>
      <Input value={draft[name]} onChange={({ detail }) => setDraft({ ...draft, [name]: detail.value })} />
    </FormField>
  );
  const time = (name: 'from' | 'to', label: string) => (
    <FormField label={label} description="Your local time." errorText={faults[name]}>
      <Input
        // a field of the browser's own: it takes a date and a time by keyboard
        nativeInputAttributes={{ type: 'datetime-local' }}
        value={draft[name]}
        onChange={({ detail }) => setDraft({ ...draft, [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(faults).length === 0) onFilter(draft);
      }}
    >
      <SpaceBetween size="m">
        <Grid gridDefinition={QUARTERS}>
          {text('subject', 'Who', 'The sub of an operator, or the client ID of a backend.')}
          {text('target', 'What', 'A path, such as /users/customer-4711.')}
          {text('action', 'Action', 'Such as lockout.lift.')}
          {time('from', 'From')}
          {time('to', 'Until')}
        </Grid>
        <SpaceBetween size="xs" direction="horizontal">
          <Button>Filter</Button>
          <Button
            formAction="none"
            variant="link"
            onClick={() => {
              setDraft(NO_FILTERS);
              onFilter(NO_FILTERS);
            }}
          >
            Clear filters
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
