import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useOperator } from '../../api/operator-context.tsx';
import { formatPercent } from '../../format/numbers.ts';
import { countOf } from '../../format/words.ts';
import { MeasuresTable } from '../../parts/measures-table.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Distance, Time } from '../../parts/time.tsx';
import { isWaiting } from './case-state.ts';
import { type CaseDetail, findingWords } from './case-words.ts';

/** What is known about a case, beside its people. */
export function CaseFacts({ found }: { readonly found: CaseDetail }) {
  const { subject } = useOperator();
  const { liveness_check: sample } = found;
  return (
    <>
      <KeyValuePairs columns={4} items={[...standingOf(found, subject), ...aboutOf(found)]} />
      {sample && (
        <MeasuresTable
          caption="Liveness check"
          of={[
            {
              name: 'liveness_confidence_percent',
              value: sample.confidence,
              limit: `>= ${sample.min_confidence}`,
            },
          ]}
        />
      )}
    </>
  );
}

const standingOf = (found: CaseDetail, self: string): readonly KeyValuePairsProps.Pair[] => [
  { label: 'Status', value: <Status of={found.status} /> },
  {
    label: 'Assigned to',
    value: found.assignee === self ? 'You' : <span className="wraps">{found.assignee ?? 'Nobody'}</span>,
  },
  {
    label: 'Opened',
    value: (
      <>
        <Time at={found.opened_at} />
        <div className="muted">
          <Distance to={found.opened_at} />
        </div>
      </>
    ),
  },
  { label: found.decision ? 'Decided' : 'Due', value: <DecidedOrDue found={found} /> },
];

function DecidedOrDue({ found }: { readonly found: CaseDetail }) {
  const { decision, reason, overdue, due_at } = found;
  if (decision)
    return (
      <>
        {findingWords(reason, decision.finding).label}
        <div className="muted">
          <Time at={decision.decided_at} />
        </div>
      </>
    );
  return (
    <>
      <Time at={due_at} />
      {overdue && isWaiting(found) && <StatusIndicator type="error">Overdue</StatusIndicator>}
    </>
  );
}

function aboutOf(found: CaseDetail): readonly KeyValuePairsProps.Pair[] {
  const { session, similarity, face_model_version, copies = [], proposed_watchlist_entry: proposed } = found;
  const pairs: KeyValuePairsProps.Pair[] = [];
  if (session)
    pairs.push({
      label: 'Session',
      value: <RouteLink to={`/sessions/${session.id}`}>{session.id}</RouteLink>,
    });
  if (similarity !== undefined)
    pairs.push({
      label: 'Similarity',
      value: `${formatPercent(similarity)}${face_model_version === undefined ? '' : `, face model ${face_model_version}`}`,
    });
  if (copies.length > 0)
    pairs.push({
      label: 'Copies of',
      value: copies.map(({ session_id, kind, different_bits }) => (
        <div key={session_id}>
          <RouteLink to={`/sessions/${session_id}`}>{session_id}</RouteLink>{' '}
          <span className="muted">
            {kind}
            {different_bits !== undefined && `, ${countOf(different_bits, 'different bit')}`}
          </span>
        </div>
      )),
    });
  if (found.liveness_check)
    pairs.push({ label: 'Chance to be sampled', value: formatPercent(found.liveness_check.sampled_percent) });
  if (proposed)
    pairs.push({
      label: 'Proposed',
      value: (
        <RouteLink to={`/watchlists?session=${proposed.session_id}`}>Add the face to a watchlist</RouteLink>
      ),
    });
  return pairs;
}
