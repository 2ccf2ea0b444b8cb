import { type AllowedPair, pairOf } from '../../allowed-pairs/domain/allowed-pair.ts';
import { ownerKey } from '../../kernel/face-owner.ts';
import { entriesOf, peopleOf } from './case-people.ts';
import type { ReviewCase } from './review-case.ts';

/**
 * Returns the pairs that the decision of a case allows: those with the people, and the entries of watchlists,
 * whom the case shows, since the reviewer has compared no others.
 */
export function pairsAllowedBy(decided: ReviewCase): readonly AllowedPair[] {
  if (decided.decision?.finding !== 'allow_pair') return [];
  const [own, ...others] = peopleOf(decided);
  if (!own) return [];
  const entries = entriesOf(decided).map((entry) => ownerKey({ kind: 'watchlist', ...entry }));
  const found = [...others.map(({ userId }) => userId), ...entries];
  return found.map((other) => pairOf(own.userId, other));
}
