/** The time at which an enrolled user was last recognized, as it is kept. */
export interface LastInteraction {
  readonly tenant: string;
  readonly user_id: string;
  readonly at: string;
}

/** A clock of years needs no finer steps, and a user who logs in all day is written once. */
const STEP_MS = 86_400_000;

/**
 * Returns what is to be written when a user is recognized.
 * @param recorded the time that is kept, if any
 * @returns undefined if a time of the last day is kept
 */
export function newInteraction(
  { tenant, user_id }: { readonly tenant: string; readonly user_id: string },
  recorded: string | undefined,
  now: Date,
): LastInteraction | undefined {
  if (recorded !== undefined && now.getTime() - Date.parse(recorded) < STEP_MS) return undefined;
  return { tenant, user_id, at: now.toISOString() };
}
