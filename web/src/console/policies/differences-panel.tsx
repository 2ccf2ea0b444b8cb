import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { humanize } from '../format/words.ts';
import { LoadedView } from '../parts/loaded-view.tsx';
import { differenceRows } from './difference-rows.ts';
import type { PolicyId } from './policy-texts.ts';

interface DifferencesPanelProps {
  readonly id: PolicyId;
  readonly version: number;
}

const COLORS = { added: 'green', removed: 'red', changed: 'blue' } as const;
const ACTIVE = 'active';

/** The members by which a version differs from another one, by default the active one. */
export function DifferencesPanel({ id, version }: DifferencesPanelProps) {
  const api = useApi();
  const [other, setOther] = useState(ACTIVE);
  const versions = useLoaded(`newest versions ${id}`, (signal) =>
    answerOf(api.GET('/policies/{id}/versions', { params: { path: { id }, query: { limit: 100 } }, signal })),
  );
  const comparison = useLoaded(`difference ${id} ${version} ${other}`, (signal) => {
    const query = other === ACTIVE ? {} : { with: Number(other) };
    const params = { path: { id, version: String(version) }, query };
    return answerOf(api.GET('/policies/{id}/versions/{version}/diff', { params, signal }));
  });
  const options = [
    { value: ACTIVE, label: 'The active version' },
    ...(versions.data?.data ?? [])
      .filter((one) => one.version !== version)
      .map((one) => ({ value: String(one.version), label: `Version ${one.version}` })),
  ];
  return (
    <LoadedView of={comparison} what="the differences">
      {({ from, differences }) => (
        <Table
          items={[...differenceRows(differences)]}
          trackBy="path"
          wrapLines
          header={
            <SpaceBetween size="s">
              <Header variant="h2" counter={`(${differenceRows(differences).length})`}>
                Differences from version {from}
              </Header>
              <FormField label="Compare with">
                <Select
                  options={options}
                  selectedOption={options.find(({ value }) => value === other) ?? null}
                  onChange={({ detail }) => setOther(detail.selectedOption.value ?? ACTIVE)}
                />
              </FormField>
            </SpaceBetween>
          }
          empty={
            <Box textAlign="center" color="inherit">
              {from === version ? 'This is the active version.' : 'The two versions have the same members.'}
            </Box>
          }
          columnDefinitions={[
            {
              id: 'path',
              header: 'Member',
              minWidth: 180,
              cell: ({ path }) => <code className="wraps">{path}</code>,
              isRowHeader: true,
            },
            {
              id: 'kind',
              header: 'Change',
              cell: ({ kind }) => <Badge color={COLORS[kind]}>{humanize(kind)}</Badge>,
            },
            { id: 'before', header: `Version ${from}`, cell: ({ before }) => <Json of={before} /> },
            { id: 'after', header: `Version ${version}`, cell: ({ after }) => <Json of={after} /> },
          ]}
        />
      )}
    </LoadedView>
  );
}

const Json = ({ of }: { readonly of: string | undefined }) =>
  of === undefined ? '–' : <code className="wraps">{of}</code>;
