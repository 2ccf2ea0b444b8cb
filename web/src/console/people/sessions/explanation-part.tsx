import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../../api/operator-context.tsx';
import { useLoaded } from '../../api/use-loaded.ts';
import { LoadedView } from '../../parts/loaded-view.tsx';
import { Time } from '../../parts/time.tsx';

/** What the person of a session may be told, read when it is opened. */
export function ExplanationPart({ id }: { readonly id: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <ExpandableSection
      variant="container"
      headerText="Explanation for the person"
      headerDescription="Safe to read to them: it names no score and no check."
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen && <Explanation id={id} />}
    </ExpandableSection>
  );
}

function Explanation({ id }: { readonly id: string }) {
  const api = useApi();
  const explanation = useLoaded(`explanation ${id}`, (signal) =>
    answerOf(api.GET('/verification-sessions/{id}/explanation', { params: { path: { id } }, signal })),
  );
  return (
    <LoadedView of={explanation} what="the explanation">
      {({ outcome, advice, contest, contest_until, checked }) => (
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Outcome', value: outcome },
            { label: 'What they can do', value: advice },
            {
              label: 'What such sessions are checked for',
              value: (
                <ul className="plain">
                  {checked.map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                </ul>
              ),
            },
            {
              label: 'How a person looks at it',
              value: (
                <>
                  {contest}
                  <div className="muted">
                    Until <Time at={contest_until} />
                  </div>
                </>
              ),
            },
          ]}
        />
      )}
    </LoadedView>
  );
}
