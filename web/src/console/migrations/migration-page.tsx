import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi, useMay } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { withReason } from '../api/with-reason.ts';
import { formatMoney, formatNumber } from '../format/numbers.ts';
import { Actions } from '../machine/actions.tsx';
import { Facts } from '../machine/facts.tsx';
import { POLL_JOB_MS } from '../machine/polling.ts';
import { paceText, timeLeftText } from '../machine/progress.ts';
import { ProgressPanel } from '../machine/progress-panel.tsx';
import { Status } from '../machine/status.tsx';
import { LoadedView } from '../parts/loaded-view.tsx';
import { useNotify } from '../parts/notifications.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import {
  actionsOf,
  isMoving,
  type Migration,
  type MigrationActionName,
  STATUS_TEXTS,
} from './migration-actions.ts';
import { MissingPanel } from './missing-panel.tsx';
import { Obstacles } from './obstacles.tsx';

/** Obstacles that the operator accepts with a cut-over or a roll-back. */
interface Accepted {
  readonly accept_missing: boolean;
  readonly accept_disagreement: boolean;
}

const NOTHING: Accepted = { accept_missing: false, accept_disagreement: false };

/** One migration: how far it is, what is missing, whether the generations agree, and what can be done. */
export function MigrationPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const mayChange = useMay('operate');
  const notify = useNotify();
  const [accepted, setAccepted] = useState(NOTHING);
  const migration = useLoaded(
    `migration ${id}`,
    (signal) => answerOf(api.GET('/migrations/{id}', { params: { path: { id } }, signal })),
    { pollMs: (data) => (isMoving(data) ? POLL_JOB_MS : undefined) },
  );
  const change = async (action: MigrationActionName, reason: string) => {
    const params = { path: { id, action }, header: withReason(reason) };
    const isCut = action === 'cut-over' || action === 'roll-back';
    await answerOf(api.POST('/migrations/{id}/{action}', { params, body: isCut ? accepted : NOTHING }));
    setAccepted(NOTHING);
    migration.reload();
  };
  return (
    <Page title={id} parents={[{ title: 'Migrations', path: '/migrations' }]}>
      <LoadedView of={migration} what="the migration">
        {(data) => (
          <SpaceBetween size="l">
            <ProgressOfMigration of={data} />
            <Obstacles of={data} />
            <MissingPanel of={data} />
            <ComparisonPanel of={data} />
            {mayChange && mayHaveObstacles(data) && (
              <AcceptedPanel accepted={accepted} onChange={setAccepted} />
            )}
            {mayChange && (
              <Actions
                actions={actionsOf(data.status)}
                onAct={async ({ name, done }, reason) => {
                  await change(name as MigrationActionName, reason);
                  notify(done);
                }}
              />
            )}
          </SpaceBetween>
        )}
      </LoadedView>
    </Page>
  );
}

/** Whether a cut-over or roll-back may be refused; what the old generation lacks is known to the API alone. */
const mayHaveObstacles = ({ status, cut_over_obstacles: obstacles = [] }: Migration): boolean =>
  status === 'cut_over' || obstacles.length > 0;

function ProgressOfMigration({ of: migration }: { readonly of: Migration }) {
  const { status, from, to, pass, counts, done, total } = migration;
  const isRunning = isMoving(migration);
  return (
    <Container
      header={
        <Header variant="h2" description={STATUS_TEXTS[status]} actions={<Status of={status} />}>
          From {from} to {to}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {isRunning && (
          <ProgressPanel label="Faces processed in this phase" done={done} total={total} unit="faces" />
        )}
        <Facts
          of={{
            ...(isRunning ? { Pace: paceText(migration.faces_per_second ?? 0) } : {}),
            ...(isRunning ? { 'Time left in this phase': timeLeftText(migration.eta_seconds) } : {}),
            'Cost so far': formatMoney(migration.cost_usd),
            'Estimated total': formatMoney(migration.estimated_cost_usd),
            Pass: String(pass),
            'Copied in this pass': formatNumber(counts.indexed),
            'There already': formatNumber(counts.present),
            'Could not be moved': formatNumber(counts.failed),
            Created: <Time at={migration.created_at} />,
          }}
        />
      </SpaceBetween>
    </Container>
  );
}

interface AcceptedPanelProps {
  readonly accepted: Accepted;
  readonly onChange: (accepted: Accepted) => void;
}

const AcceptedPanel = ({ accepted, onChange }: AcceptedPanelProps) => (
  <Container
    header={
      <Header variant="h2" description="A cut-over or roll-back is refused otherwise.">
        Accept obstacles
      </Header>
    }
  >
    <SpaceBetween size="s">
      <Checkbox
        checked={accepted.accept_missing}
        description="Users whose images have no face in the other generation will not be found."
        onChange={({ detail }) => onChange({ ...accepted, accept_missing: detail.checked })}
      >
        Accept missing images
      </Checkbox>
      <Checkbox
        checked={accepted.accept_disagreement}
        description="For a cut-over: the generations may agree less often than required."
        onChange={({ detail }) => onChange({ ...accepted, accept_disagreement: detail.checked })}
      >
        Accept disagreement
      </Checkbox>
    </SpaceBetween>
  </Container>
);
