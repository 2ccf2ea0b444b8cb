import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { answerOf } from '@face-idv/client';
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
import { actionsOf, DUPLICATES_TEXTS, FAILURE_TEXTS, type IndexJob, isMoving } from './index-job-actions.ts';

/** One index job: how far it is, what it costs, and what can be done with it. */
export function IndexJobPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const mayChange = useMay('operate');
  const notify = useNotify();
  const job = useLoaded(
    `index-job ${id}`,
    (signal) => answerOf(api.GET('/index-jobs/{id}', { params: { path: { id } }, signal })),
    { pollMs: (data) => (isMoving(data) ? POLL_JOB_MS : undefined) },
  );
  return (
    <Page title={id} parents={[{ title: 'Index jobs', path: '/index-jobs' }]}>
      <LoadedView of={job} what="the index job">
        {(data) => (
          <SpaceBetween size="l">
            <ProgressOfJob of={data} />
            <OutcomesOfJob of={data} />
            <SettingsOfJob of={data} />
            {mayChange && (
              <Actions
                actions={actionsOf(data.status)}
                onAct={async ({ name, done }, reason) => {
                  const params = { path: { id, action: name as 'start' }, header: withReason(reason) };
                  await answerOf(api.POST('/index-jobs/{id}/{action}', { params }));
                  notify(done);
                  job.reload();
                }}
              />
            )}
          </SpaceBetween>
        )}
      </LoadedView>
    </Page>
  );
}

function ProgressOfJob({ of: job }: { readonly of: IndexJob }) {
  const isRunning = job.status === 'running';
  return (
    <Container
      header={
        <Header variant="h2" actions={<Status of={job.status} />}>
          Progress
        </Header>
      }
    >
      <SpaceBetween size="l">
        {job.failure_reason && <Alert type="error">{FAILURE_TEXTS[job.failure_reason]}</Alert>}
        {job.status === 'created' && (
          <Alert type="info">It waits for its manifest and images, and has to be started then.</Alert>
        )}
        <ProgressPanel label="Rows processed" done={job.done} total={job.total} unit="rows" />
        <Facts
          of={{
            ...(isRunning ? { Pace: paceText(job.items_per_second) } : {}),
            ...(isRunning ? { 'Time left': timeLeftText(job.eta_seconds) } : {}),
            [job.ended_at ? 'Cost' : 'Cost so far']: formatMoney(job.cost_usd),
            ...(job.ended_at ? {} : { 'Estimated total': formatMoney(job.estimated_cost_usd) }),
            Started: job.started_at && <Time at={job.started_at} />,
            Ended: job.ended_at && <Time at={job.ended_at} />,
          }}
        />
      </SpaceBetween>
    </Container>
  );
}

function OutcomesOfJob({ of: { counts, outcomes_status, outcomes_url } }: { readonly of: IndexJob }) {
  return (
    <Container header={<Header variant="h2">Outcomes</Header>}>
      <SpaceBetween size="m">
        <Facts
          of={{
            Enrolled: formatNumber(counts.indexed),
            'Skipped: enrolled before': formatNumber(counts.skipped),
            'Rejected: image or row not fit': formatNumber(counts.rejected),
            'Failed after all attempts': formatNumber(counts.failed),
          }}
        />
        {outcomes_status === 'pending' && <div>The file with the outcome of every row is being written.</div>}
        {outcomes_status === 'failed' && (
          <Alert type="warning">
            The file of outcomes could not be written; the rows are not affected. See "Index jobs failing" in
            the runbook.
          </Alert>
        )}
        {outcomes_url !== undefined && (
          <Link href={outcomes_url} external externalIconAriaLabel="Opens in a new tab">
            Outcome of every row, with reasons (the link works for 15 minutes)
          </Link>
        )}
      </SpaceBetween>
    </Container>
  );
}

function SettingsOfJob({ of: job }: { readonly of: IndexJob }) {
  const { consent } = job;
  return (
    <Container header={<Header variant="h2">Settings</Header>}>
      <Facts
        of={{
          Created: <Time at={job.created_at} />,
          Manifest: job.format === 'csv' ? 'CSV' : 'JSON Lines',
          Duplicates: DUPLICATES_TEXTS[job.duplicates],
          'Quality rules': job.quality_gate ? 'applied' : 'not applied',
          'Faces cropped': job.crop_faces ? 'yes' : 'no',
          'Image bucket': job.image_bucket ?? 'uploaded with the job',
          ...(consent
            ? { Consent: `${consent.basis} (text ${consent.notice_version}, ${consent.locale})` }
            : {}),
          ...(consent ? { 'Attested by': consent.attested_by } : {}),
        }}
      />
    </Container>
  );
}
