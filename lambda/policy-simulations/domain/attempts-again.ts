/** How often a session may fail, and what that comes from. */
interface AllowedAttempts {
  /** Number that the session has pinned. */
  readonly allowed: number;
  /** Number that was asked for when it was created; undefined if none was, or it was not stored. */
  readonly asked?: number | undefined;
  /** Number of the policy that it has pinned. */
  readonly pinned: number;
}

/**
 * Returns how often a session may fail under another policy: a number that was asked for when it was created
 * holds there as well, as far as the policy allows it.
 * @param other number of the other policy
 */
export function attemptsAgain({ allowed, asked, pinned }: AllowedAttempts, other: number): number {
  const own = asked ?? (allowed < pinned ? allowed : undefined);
  return own === undefined ? other : Math.min(own, other);
}
