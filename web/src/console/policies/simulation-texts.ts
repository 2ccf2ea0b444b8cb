import type { components } from '@face-idv/client';
import { formatNumber, formatPercent } from '../format/numbers.ts';
import { countOf } from '../format/words.ts';

export type Simulation = components['schemas']['PolicySimulation'];
type Estimate = components['schemas']['EstimatedShare'];
type Outcome = Simulation['changes'][number]['from'];

export const OUTCOME_TEXTS: Readonly<Record<Outcome, string>> = {
  approve: 'approved',
  decline: 'declined',
  review: 'left to a person',
  try_again: 'asked to try again',
};

/** Why some sessions say nothing of the version: each begins with "The version". */
export const NOT_DECIDABLE_TEXTS: Readonly<Record<string, string>> = {
  check_not_made: 'It asks for a check that was not made, or lets a session go on that had ended before it.',
  search_not_made:
    'It needs a search that was not made: a session that failed earlier was never searched for.',
  below_searched_threshold: 'It takes matches below the threshold that was searched.',
  measure_not_taken: 'It needs a measure that the report lacks, such as a selfie rule that was off.',
  other_capture:
    'It asks for another challenge, or for less confidence than an earlier check failed by: there would be another selfie.',
  unknown_model: 'It has no threshold for the face model that answered.',
  policy_not_valid: 'The version that the session has pinned does not fit the deployment any more.',
};

/** Writes a share with its interval; fewer labels make it wider. */
export const estimateText = (estimate: Estimate | undefined): string =>
  estimate === undefined
    ? 'no labeled decision'
    : `${formatPercent(estimate.value)} (95% interval ${formatPercent(estimate.low)} to ${formatPercent(estimate.high)})`;

/** Says in one sentence what a simulation found. */
export function simulationSummary({ sessions, same, otherwise, not_decidable }: Simulation): string {
  if (sessions === 0) return 'There are no decided sessions of this type yet.';
  const decided = same + otherwise;
  if (decided === 0)
    return `None of ${countOf(sessions, 'session')} could be judged again from their stored measures.`;
  const share = formatPercent((100 * otherwise) / decided);
  const rest = not_decidable === 0 ? '' : ` ${formatNumber(not_decidable)} could not be judged again.`;
  return `${formatNumber(otherwise)} of ${countOf(decided, 'session')} (${share}) would have ended otherwise.${rest}`;
}
