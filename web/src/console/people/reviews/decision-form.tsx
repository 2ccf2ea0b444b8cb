import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import Tiles from '@cloudscape-design/components/tiles';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { type CaseDetail, type Finding, findingWords } from './case-words.ts';
import { DecisionModal } from './decision-modal.tsx';
import type { Decision } from './use-decision.ts';

interface DecisionFormProps {
  readonly found: CaseDetail;
  readonly decision: Decision;
  /** Whether a note is written that is not added yet. */
  readonly hasOpenNote: boolean;
}

/** Gives a finding about a case as it was read. */
export function DecisionForm({ found, decision, hasOpenNote }: DecisionFormProps) {
  const { reason, four_eyes, possible_findings: possible } = found;
  const { chosen, choose, note, write, submit, isRunning, error, readAgain } = decision;
  const { asked, confirm, cancel } = decision;
  return (
    <Container header={<Header variant="h2">Your finding</Header>}>
      <SpaceBetween size="m">
        {four_eyes && (
          <Alert type="info">
            Two operators must agree. The other one does not see your finding before theirs.
          </Alert>
        )}
        <Tiles
          ariaLabel="Finding"
          columns={2}
          value={chosen ?? null}
          items={possible.map((finding, at) => {
            const { label, effect } = findingWords(reason, finding);
            return { value: finding, label: `${at + 1}. ${label}`, description: effect };
          })}
          onChange={({ detail }) => choose(possible.indexOf(detail.value as Finding))}
        />
        <FormField
          label="Why (optional)"
          description="Shown with the finding. Write nothing that a report does not hold."
        >
          <Textarea rows={2} value={note} onChange={({ detail }) => write(detail.value)} />
        </FormField>
        {error !== undefined && (
          <ProblemAlert error={error} onRetry={readAgain} retryText="Read the case again" />
        )}
        <Button variant="primary" loading={isRunning} disabled={chosen === undefined} onClick={submit}>
          Decide
        </Button>
        {asked !== undefined && (
          <DecisionModal
            found={found}
            finding={asked}
            hasOpenNote={hasOpenNote}
            onConfirm={confirm}
            onClose={cancel}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
