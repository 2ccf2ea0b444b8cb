import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/operator-context.tsx';
import { useNotify } from '../parts/notifications.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { useAction } from '../parts/use-action.ts';
import { documentText, mergePatchOf, type PolicyDocument, parseDocument } from './policy-document.ts';
import { documentFaults } from './policy-fault.ts';
import type { PolicyId } from './policy-texts.ts';

interface VersionEditorProps {
  readonly id: PolicyId;
  readonly base: components['schemas']['PolicyVersion'];
}

const ROWS = 24;

/** Edits the document of a version, and adds the result as a new one. */
export function VersionEditor({ id, base }: VersionEditorProps) {
  const api = useApi();
  const navigate = useNavigate();
  const notify = useNotify();
  const original = base.document as unknown as PolicyDocument;
  const [text, setText] = useState(() => documentText(original));
  const [comment, setComment] = useState('');
  const [isChecked, setChecked] = useState(false);
  const parsed = parseDocument(text);
  const fault = faultOf(parsed, original);
  const action = useAction(async () => {
    if (!('document' in parsed)) return;
    const body = { base: base.version, change: mergePatchOf(original, parsed.document), comment };
    const created = await answerOf(api.POST('/policies/{id}/versions', { params: { path: { id } }, body }));
    notify(`Version ${created.version} was added. It decides nothing until it is activated.`);
    navigate(`/policies/${id}/versions/${created.version}`);
  });
  const faults = documentFaults(action.error);
  const submit = (): void => {
    setChecked(true);
    if (fault === undefined && comment.trim() !== '' && !action.isRunning) action.run();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Form
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button formAction="none" variant="link" onClick={() => navigate(`/policies/${id}`)}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.isRunning}>
              Add version
            </Button>
          </SpaceBetween>
        }
      >
        <Container>
          <SpaceBetween size="l">
            <FormField
              label="Comment"
              description="Why the policy should change. It stays with the version."
              errorText={isChecked && comment.trim() === '' ? 'Say why the policy should change.' : undefined}
            >
              <Input value={comment} onChange={({ detail }) => setComment(detail.value)} />
            </FormField>
            {faults.length > 0 && (
              <Alert type="error" header="The policy is not valid">
                <ul aria-label="Rules that the document breaks">
                  {faults.map(({ path, message }) => (
                    <li key={`${path} ${message}`}>
                      <code className="wraps">{path === '' ? 'document' : path}</code>: {message}
                    </li>
                  ))}
                </ul>
              </Alert>
            )}
            {action.error !== undefined && faults.length === 0 && <ProblemAlert error={action.error} />}
            <FormField
              stretch
              label="Document"
              description="As JSON. Members that you remove are removed from the policy."
              errorText={isChecked ? fault : undefined}
            >
              <div className="policy-editor">
                <Textarea
                  rows={ROWS}
                  value={text}
                  spellcheck={false}
                  onChange={({ detail }) => setText(detail.value)}
                />
              </div>
            </FormField>
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}

function faultOf(parsed: ReturnType<typeof parseDocument>, original: PolicyDocument): string | undefined {
  if ('fault' in parsed) return parsed.fault;
  const isSame = Object.keys(mergePatchOf(original, parsed.document)).length === 0;
  return isSame ? 'Nothing is changed yet.' : undefined;
}
