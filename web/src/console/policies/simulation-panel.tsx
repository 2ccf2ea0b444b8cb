import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../api/operator-context.tsx';
import { ProblemAlert } from '../parts/problem-alert.tsx';
import { useAction } from '../parts/use-action.ts';
import type { PolicyId } from './policy-texts.ts';
import { SimulationResult } from './simulation-result.tsx';
import { type Simulation, simulationSummary } from './simulation-texts.ts';

const DEFAULT_SESSIONS = 200;
const MAX_SESSIONS = 500;

interface SimulationPanelProps {
  readonly id: PolicyId;
  readonly version: number;
}

/** Tries a version on past decisions. */
export function SimulationPanel({ id, version }: SimulationPanelProps) {
  const api = useApi();
  const [sessions, setSessions] = useState(String(DEFAULT_SESSIONS));
  const [result, setResult] = useState<Simulation>();
  const number = Number(sessions);
  const isValid = Number.isInteger(number) && number >= 1 && number <= MAX_SESSIONS;
  const action = useAction(async () => {
    const body = { version, sessions: number };
    setResult(await answerOf(api.POST('/policies/{id}/simulations', { params: { path: { id } }, body })));
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Judges the newest decided sessions again from their stored measures. No image is read, and no session changes."
        >
          Try it on past decisions
        </Header>
      }
    >
      <SpaceBetween size="l">
        <FormField
          label="Sessions"
          description={`The newest ones, at most ${MAX_SESSIONS}.`}
          errorText={isValid ? undefined : `Enter a number from 1 to ${MAX_SESSIONS}.`}
          secondaryControl={
            <Button loading={action.isRunning} disabled={!isValid} onClick={() => action.run()}>
              Simulate
            </Button>
          }
        >
          <Input
            type="number"
            inputMode="numeric"
            value={sessions}
            onChange={({ detail }) => setSessions(detail.value)}
          />
        </FormField>
        {action.error !== undefined && <ProblemAlert error={action.error} onRetry={() => action.run()} />}
        {result && (
          <SpaceBetween size="l">
            <Alert type={result.otherwise > 0 ? 'warning' : 'info'}>
              <Box variant="strong">{simulationSummary(result)}</Box>
            </Alert>
            <SimulationResult of={result} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
