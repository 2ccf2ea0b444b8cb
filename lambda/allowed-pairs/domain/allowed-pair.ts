/**
 * Two different people whose faces match, as a person has found: two users, or a user and an entry of a
 * watchlist, by the keys of face owners (kernel/face-owner), in their order.
 */
export type AllowedPair = readonly [string, string];

/** Returns the pair of two users, the same for both orders. */
export const pairOf = (one: string, other: string): AllowedPair =>
  one < other ? [one, other] : [other, one];

const isSame = ([one, other]: AllowedPair, pair: AllowedPair): boolean =>
  one === pair[0] && other === pair[1];

/** Returns the pairs that are not among the others. */
export const pairsWithout = (
  pairs: readonly AllowedPair[],
  others: readonly AllowedPair[],
): readonly AllowedPair[] => pairs.filter((pair) => !others.some((other) => isSame(pair, other)));
