import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { answerOf } from '@face-idv/client';
import { useApi, useOperator } from '../../api/operator-context.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Time } from '../../parts/time.tsx';
import { useAction } from '../../parts/use-action.ts';
import type { CaseDetail } from './case-words.ts';

interface NotesProps {
  readonly found: CaseDetail;
  readonly mayAdd: boolean;
  /** Text of the note that is being written. */
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  readonly onAdded: () => void;
}

/** Notes of operators about a case. */
export function Notes({ found: { id, notes }, mayAdd, draft, onDraft, onAdded }: NotesProps) {
  const api = useApi();
  const { subject } = useOperator();
  const add = useAction(async () => {
    const body = { text: draft.trim() };
    await answerOf(api.POST('/review-cases/{id}/notes', { params: { path: { id } }, body }));
    onDraft('');
    onAdded();
  });
  return (
    <Container header={<Header variant="h2">Notes</Header>}>
      <SpaceBetween size="m">
        {notes.length === 0 && <div className="muted">There are no notes.</div>}
        <ul className="plain entries">
          {notes.map(({ by, at, text: note }) => (
            <li key={`${by} ${at}`}>
              <div className="wraps">{note}</div>
              <div className="muted wraps">
                {by === subject ? 'You' : by}, <Time at={at} />
              </div>
            </li>
          ))}
        </ul>
        {mayAdd && (
          <>
            <FormField label="New note" description="Every operator who reads the case sees it.">
              <Textarea rows={2} value={draft} onChange={({ detail }) => onDraft(detail.value)} />
            </FormField>
            {add.error !== undefined && <ProblemAlert error={add.error} />}
            <Button loading={add.isRunning} disabled={draft.trim() === ''} onClick={add.run}>
              Add note
            </Button>
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
