import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { formatMoney, formatNumber, formatPercent } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { countOf, humanize } from '../../format/words.ts';
import { MeasuresTable } from '../../parts/measures-table.tsx';
import { ReasonCodes } from '../../parts/reason-codes.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { type Check, spanOf } from './session-timeline.ts';

interface CheckStepProps {
  readonly check: Check;
  /** Checks of its run. */
  readonly among: readonly Check[];
}

/** One check: what it found, what it measured against which limits, how long it took and what it cost. */
export function CheckStep({ check, among }: CheckStepProps) {
  const { name, status, duration_ms, cost_usd, reason_codes, measures } = check;
  const { start, length } = spanOf(check, among);
  return (
    <>
      <div className="check-head">
        <span className="timeline-title">
          <Status of={status} text={`${humanize(name)} ${status === 'review' ? 'needs a person' : status}`} />
        </span>
        <span className="muted">
          {formatDuration(duration_ms)}
          {cost_usd > 0 && `, ${formatMoney(cost_usd)}`}
        </span>
      </div>
      <div className="span" aria-hidden="true">
        <div style={{ marginInlineStart: `${start * 100}%`, inlineSize: `${length * 100}%` }} />
      </div>
      <ReasonCodes of={reason_codes} />
      <MeasuresTable of={measures} caption={`Measures of ${humanize(name).toLowerCase()}`} />
      <Matches of={check} />
      <Copies of={check} />
      <Shards of={check} />
    </>
  );
}

const Matches = ({ of: { matches = [] } }: { readonly of: Check }) =>
  matches.length === 0 ? null : (
    <ul className="plain">
      {matches.map(({ face_id, collection_id, similarity, user_id, list_id, entry_id, found_by }) => (
        <li key={`${collection_id} ${face_id} ${found_by}`} className="wraps">
          {formatPercent(similarity)} like{' '}
          {user_id !== undefined && (
            <RouteLink to={`/users/${encodeURIComponent(user_id)}`}>{user_id}</RouteLink>
          )}
          {list_id !== undefined && (
            <RouteLink to={`/watchlists?list=${list_id}`}>
              entry {entry_id} of {list_id}
            </RouteLink>
          )}
          {user_id === undefined && list_id === undefined && <>face {face_id}</>}
          {found_by !== undefined && <span className="muted">, found by the {found_by}</span>}
        </li>
      ))}
    </ul>
  );

const Copies = ({ of: { copies = [] } }: { readonly of: Check }) =>
  copies.length === 0 ? null : (
    <ul className="plain">
      {copies.map(({ session_id, user_id, kind, different_bits }) => (
        <li key={`${session_id} ${kind}`} className="wraps">
          {kind === 'equal' ? 'The same picture' : 'Nearly the same picture'} in{' '}
          <RouteLink to={`/sessions/${session_id}`}>{session_id}</RouteLink> of {user_id}
          {different_bits !== undefined && (
            <span className="muted">, {countOf(different_bits, 'different bit')}</span>
          )}
        </li>
      ))}
    </ul>
  );

const Shards = ({ of: { searched_shards = [] } }: { readonly of: Check }) =>
  searched_shards.length === 0 ? null : (
    <ExpandableSection headerText={countOf(searched_shards.length, 'searched shard')}>
      <ul className="plain">
        {searched_shards.map(
          ({ collection_id, face_model_version, vectors = 'face', threshold, review_from }) => (
            <li key={`${collection_id} ${vectors}`} className="wraps">
              {collection_id}{' '}
              <span className="muted">
                model {face_model_version}, {vectors} vectors
                {threshold !== undefined && `, from ${formatNumber(threshold)}%`}
                {review_from !== undefined && `, for a person from ${formatNumber(review_from)}%`}
              </span>
            </li>
          ),
        )}
      </ul>
    </ExpandableSection>
  );
