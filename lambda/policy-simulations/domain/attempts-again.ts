/**
 * Returns how often a session may fail under another policy: a lower number that was asked for when it was
 * created holds there as well.
 * @param own number that the session has pinned
 * @param pinned number of the policy that it has pinned
 * @param asked number of the other policy
 */
export const attemptsAgain = (own: number, pinned: number, asked: number): number =>
  own < pinned ? Math.min(own, asked) : asked;
