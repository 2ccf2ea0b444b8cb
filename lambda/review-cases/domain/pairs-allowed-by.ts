import { type AllowedPair, pairOf } from '../../allowed-pairs/domain/allowed-pair.ts';
import { peopleOf } from './case-people.ts';
import type { ReviewCase } from './review-case.ts';

/**
 * Returns the pairs that the decision of a case allows: those with the people whom the case shows, since the
 * reviewer has compared no others.
 */
export function pairsAllowedBy(decided: ReviewCase): readonly AllowedPair[] {
  if (decided.decision?.finding !== 'allow_pair') return [];
  const [own, ...others] = peopleOf(decided);
  return own ? others.map(({ userId }) => pairOf(own.userId, userId)) : [];
}
