import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import { formatMoney } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { humanize } from '../../format/words.ts';
import { ReasonCodes } from '../../parts/reason-codes.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { Report } from './session-timeline.ts';

type Pair = KeyValuePairsProps.Pair;

/** What is known about a session. */
export function SessionOverview({ report }: { readonly report: Report }) {
  return (
    <Container header={<Header variant="h2">Overview</Header>}>
      <KeyValuePairs
        columns={4}
        items={[...whoAndHow(report), ...howItEnded(report), ...whatItCost(report)]}
      />
    </Container>
  );
}

const whoAndHow = (report: Report): readonly Pair[] => [
  { label: 'Status', value: <Status of={report.status} /> },
  {
    label: 'User',
    value: <RouteLink to={`/users/${encodeURIComponent(report.user_id)}`}>{report.user_id}</RouteLink>,
  },
  {
    label: 'Device',
    value:
      report.device_id === undefined ? (
        'Not given'
      ) : (
        <RouteLink to={`/devices/${encodeURIComponent(report.device_id)}`}>{report.device_id}</RouteLink>
      ),
  },
  {
    label: 'Type',
    value: `${humanize(report.type)}, ${report.sensitivity}${report.livemode ? '' : ', test'}`,
  },
  { label: 'Policy', value: `${report.policy.id}, version ${report.policy.version}` },
  { label: 'Face models', value: faceModels(report).join(', ') || 'None searched' },
  {
    label: 'Consent',
    value: (
      <>
        Text {report.consent.notice_version}
        <div className="muted wraps">{report.consent.receipt_id}</div>
      </>
    ),
  },
  { label: 'Created', value: <Time at={report.created_at} /> },
];

/** Versions of the face models whose collections were searched. */
const faceModels = ({ checks }: Report): readonly string[] => [
  ...new Set(
    checks.flatMap(({ searched_shards = [] }) => searched_shards.map((shard) => shard.face_model_version)),
  ),
];

function howItEnded({
  decision,
  review,
  stopped_at,
  interruption,
  transaction,
  ...report
}: Report): readonly Pair[] {
  const pairs: Pair[] = [];
  if (decision) {
    const by = decision.means === undefined ? decision.decided_by : `${decision.decided_by}, by the document`;
    pairs.push({ label: 'Decided by', value: humanize(by) });
    pairs.push({ label: 'Reasons', value: <ReasonsOrNone of={decision.reason_codes} /> });
  } else if (review) {
    pairs.push({ label: 'Held because of', value: <ReasonsOrNone of={review.reason_codes} /> });
    if (review.due_at !== undefined) pairs.push({ label: 'Due', value: <Time at={review.due_at} /> });
  }
  if (stopped_at !== undefined) pairs.push({ label: 'Stopped at', value: humanize(stopped_at) });
  if (interruption) pairs.push({ label: 'Reported reason', value: humanize(interruption.reason) });
  if (transaction)
    pairs.push({ label: 'Transaction', value: <code className="wraps">{JSON.stringify(transaction)}</code> });
  if (report.resumable_until !== undefined)
    pairs.push({ label: 'Resumable until', value: <Time at={report.resumable_until} /> });
  return pairs;
}

const ReasonsOrNone = ({ of }: { readonly of: readonly string[] }) =>
  of.length === 0 ? 'None' : <ReasonCodes of={of} />;

const whatItCost = ({
  cost_usd,
  duration_ms,
  billable_calls,
  liveness_failures,
}: Report): readonly Pair[] => [
  {
    label: 'Cost',
    value: (
      <>
        {formatMoney(cost_usd)}
        <div className="muted wraps">{callsOf(billable_calls)}</div>
      </>
    ),
  },
  {
    label: 'Time to the decision',
    value: duration_ms === undefined ? 'Not decided' : formatDuration(duration_ms),
  },
  { label: 'Failed liveness checks', value: String(liveness_failures) },
];

/** Writes the calls that were paid for. */
const callsOf = (calls: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(calls)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
