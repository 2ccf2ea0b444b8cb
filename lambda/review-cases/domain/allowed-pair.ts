import type { ReviewCase } from './review-case.ts';

/** Two different people whose faces match, as a person has found; in the order of their ids. */
export type AllowedPair = readonly [string, string];

export const pairOf = (one: string, other: string): AllowedPair =>
  one < other ? [one, other] : [other, one];

/** The pairs that the decision of a case allows. */
export function pairsAllowedBy({ decision, users, session, matches = [] }: ReviewCase): AllowedPair[] {
  if (decision?.finding !== 'allow_pair') return [];
  if (users) return [pairOf(users[0].user_id, users[1].user_id)];
  const others = new Set(matches.flatMap(({ user_id }) => user_id ?? []));
  return session ? [...others].map((other) => pairOf(session.user_id, other)) : [];
}
