import { type AllowedPair, pairOf } from '../../allowed-pairs/domain/allowed-pair.ts';
import { ownerKey } from '../../kernel/face-owner.ts';
import { peopleOf } from './case-people.ts';
import type { ReviewCase } from './review-case.ts';

/**
 * Returns the pairs that the decision of a case allows: those with the people, and the entries of watchlists,
 * whom the case shows, since the reviewer has compared no others.
 */
export function pairsAllowedBy(decided: ReviewCase): readonly AllowedPair[] {
  if (decided.decision?.finding !== 'allow_pair') return [];
  const [own, ...others] = peopleOf(decided);
  if (!own) return [];
  const entries = (decided.matches ?? []).flatMap(({ list_id, entry_id }) =>
    list_id === undefined || entry_id === undefined ? [] : ownerKey({ kind: 'watchlist', list_id, entry_id }),
  );
  const found = [...others.map(({ userId }) => userId), ...new Set(entries)];
  return found.map((other) => pairOf(own.userId, other));
}
