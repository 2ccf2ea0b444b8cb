import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { CodeSelect } from '../../parts/code-select.tsx';
import { FilterRow } from '../../parts/filter-row.tsx';
import { SESSION_STATUSES, SESSION_TYPES, type SessionFilter } from './session-filter.ts';

interface SessionFilterFormProps {
  readonly filter: SessionFilter;
  readonly onChange: (filter: SessionFilter) => void;
}

/** Filter of the list of sessions. */
export function SessionFilterForm({ filter, onChange }: SessionFilterFormProps) {
  const [user, setUser] = useState(filter.user_id ?? '');
  const { user_id, status, type, livemode, ...rest } = filter;
  const change = (
    changed: { readonly [Name in keyof SessionFilter]: SessionFilter[Name] | undefined },
  ): void => onChange(withoutUndefined({ ...rest, user_id, status, type, livemode, ...changed }));
  const typed = user.trim();
  return (
    <FilterRow
      onSubmit={() => change({ user_id: typed || undefined, ...(typed ? { status: undefined } : {}) })}
    >
      <CodeSelect
        label="Status"
        codes={SESSION_STATUSES}
        value={status}
        all={user_id === undefined ? undefined : 'Any status'}
        onChange={(chosen) => change({ status: chosen })}
      />
      <CodeSelect
        label="Type"
        codes={SESSION_TYPES}
        value={type}
        all="Any type"
        onChange={(chosen) => change({ type: chosen })}
      />
      <FormField label="User ID">
        <Input
          type="search"
          placeholder="Any user"
          value={user}
          clearAriaLabel="Clear user ID"
          onChange={({ detail }) => {
            setUser(detail.value);
            if (detail.value === '') change({ user_id: undefined });
          }}
        />
      </FormField>
      <Button>Find</Button>
      <Checkbox
        checked={livemode === 'false'}
        onChange={({ detail }) => change({ livemode: detail.checked ? 'false' : undefined })}
      >
        Test sessions
      </Checkbox>
    </FilterRow>
  );
}

/** Leaves out the members that have no value. */
const withoutUndefined = (filter: object): SessionFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
