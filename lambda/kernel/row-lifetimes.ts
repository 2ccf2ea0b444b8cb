/**
 * Days after which rows expire that no setting is for. The code that writes such a row and the schedule of
 * retention both read them here.
 */
export const ROW_LIFETIME_DAYS = {
  /** Record of a face that was never mapped: an enrollment runs for an hour, and a week is ample. */
  unmappedFace: 7,
  /** Image that is about to be indexed. */
  plannedImage: 7,
  /** Ledger of failures: timeouts within this time add up to a block. */
  lockout: 30,
  /** Event outside sessions: published long before; the ledger is verified against these rows. */
  event: 90,
  /** Report of an erasure, which names the user once more. */
  erasureReport: 1,
  /** Event that is kept for replays of webhooks, and the log of a delivery. */
  webhook: 30,
  /** Link by which a person denies an enrollment. */
  repudiationLink: 30,
  /** Reconciliation with its findings. */
  reconciliation: 30,
  /** Comparison of a shadow read. */
  shadowRead: 7,
  /** That a case about two users, or a run of a session, was opened once. */
  reviewOnce: 1096,
  /** Answer to a request that may be repeated. */
  idempotency: 1,
  /** Last interaction of a user; a longest bound, since the row goes with the user's last face. */
  lastInteraction: 3650,
} as const;

const DAY_MS = 86_400_000;

/** Lifetime of a kind of row in milliseconds. */
export const rowLifetimeMs = (kind: keyof typeof ROW_LIFETIME_DAYS): number =>
  ROW_LIFETIME_DAYS[kind] * DAY_MS;
