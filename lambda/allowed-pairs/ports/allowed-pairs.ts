/** Pairs of different people whose faces match. They are written with the decision that allows them. */
export interface AllowedPairs {
  /** Returns the users who form an allowed pair with a user, as of now. */
  pairedWith(tenant: string, userId: string): Promise<ReadonlySet<string>>;
  /** Removes every pair of a user. */
  forget(tenant: string, userId: string): Promise<void>;
}
