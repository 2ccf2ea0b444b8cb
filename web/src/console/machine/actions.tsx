import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ReasonModal } from '../parts/reason-modal.tsx';

/** Something that an operator may do with a job. */
export interface JobAction {
  /** Name in the API's path, such as `cut-over`. */
  readonly name: string;
  /** Text of its button. */
  readonly label: string;
  /** What it does, and whether it can be undone: plain sentences. */
  readonly meaning: string;
  /** Sentence that the page shows once it is done. */
  readonly done: string;
}

interface ActionsProps {
  readonly actions: readonly JobAction[];
  /** Does it, with what is written into the audit entry. */
  readonly onAct: (action: JobAction, reason: string) => Promise<unknown>;
}

/** What can be done with a job now, each with what it means; nothing if there is nothing to do. */
export function Actions({ actions, onAct }: ActionsProps) {
  const [asked, setAsked] = useState<JobAction>();
  if (actions.length === 0 && !asked) return null;
  return (
    <Container header={<Header variant="h2">What you can do</Header>}>
      <SpaceBetween size="m">
        {actions.map((action) => (
          <SpaceBetween key={action.name} size="xxs">
            <Button onClick={() => setAsked(action)}>{action.label}</Button>
            <Box color="text-body-secondary">{action.meaning}</Box>
          </SpaceBetween>
        ))}
      </SpaceBetween>
      {asked && (
        <ReasonModal
          title={`${asked.label}?`}
          confirm={asked.label}
          onConfirm={(reason) => onAct(asked, reason)}
          onClose={() => setAsked(undefined)}
        >
          {asked.meaning}
        </ReasonModal>
      )}
    </Container>
  );
}
