import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { answerOf } from '@face-idv/client';
import { useSearchParams } from 'react-router';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { FilterRow } from '../../parts/filter-row.tsx';
import { LoadedView } from '../../parts/loaded-view.tsx';
import { Page } from '../../parts/page.tsx';
import { EntriesTable } from './entries-table.tsx';
import { listToShow } from './list-to-show.ts';

/** Faces of people who are not users, such as known fraudsters. */
export function WatchlistsPage() {
  const api = useApi();
  const [address, setAddress] = useSearchParams();
  const lists = useLoaded('watchlists', (signal) => answerOf(api.GET('/watchlists', { signal })));
  return (
    <Page
      title="Watchlists"
      description="Faces that registrations, and logins where the policy says so, are compared with. The person does not learn of a hit."
    >
      <LoadedView of={lists} what="the watchlists">
        {({ data }) => {
          const list = listToShow(data, address.get('list'));
          if (list === undefined) return 'This tenant has no watchlist. The configuration declares them.';
          return (
            <EntriesTable
              key={list}
              list={list}
              session={address.get('session') ?? undefined}
              filter={
                <ListChoice
                  lists={data.map(({ id }) => id)}
                  chosen={list}
                  onChange={(id) => setAddress({ list: id })}
                />
              }
            />
          );
        }}
      </LoadedView>
    </Page>
  );
}

interface ListChoiceProps {
  readonly lists: readonly string[];
  readonly chosen: string;
  readonly onChange: (list: string) => void;
}

const ListChoice = ({ lists, chosen, onChange }: ListChoiceProps) => (
  <FilterRow onSubmit={() => {}}>
    <FormField label="List">
      <Select
        options={lists.map((id) => ({ value: id, label: id }))}
        selectedOption={{ value: chosen, label: chosen }}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? chosen)}
      />
    </FormField>
  </FilterRow>
);
