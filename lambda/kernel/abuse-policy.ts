import * as z from 'zod/mini';
import './messages-of-schemas.ts';

/** Members of both kinds of ladder. */
const everyLadder = {
  /** Failures that start the first timeout. */
  max_failures: z.int().check(z.minimum(1)),
  /** Seconds of the first timeout, the second, and so on; the last value repeats. */
  timeout_seconds: z.array(z.int().check(z.minimum(1))).check(z.minLength(1)),
  /** Users whose failures it takes to lock a device that only end users claim: anybody may claim one. */
  claimed_device_users: z.int().check(z.minimum(2)),
  /** Sessions that may wait for the person at the same time, so that none is prepared for an attack. */
  max_open_sessions: z.strictObject({
    user: z.int().check(z.minimum(1)),
    device: z.int().check(z.minimum(1)),
  }),
};

/** Counts failures within a window. A timeout begins the count again, and a success changes nothing. */
const inWindow = z.strictObject({
  count: z.literal('in_window'),
  ...everyLadder,
  window_seconds: z.int().check(z.minimum(1)),
  /** Number of the timeout that becomes a block instead. */
  block_at_timeout: z.int().check(z.minimum(2)),
});

/** Failures that a ledger holds: as many as NIST allows in a row, and a bounded row. */
export const MAX_COUNTED_FAILURES = 100;

/**
 * Counts failures in a row, however far apart: from `max_failures` on each one starts a timeout, until the
 * user logs in or is blocked.
 */
const consecutive = z
  .strictObject({
    count: z.literal('consecutive'),
    ...everyLadder,
    /** Number of the failure that blocks. */
    block_at_failures: z.int().check(z.minimum(2), z.maximum(MAX_COUNTED_FAILURES)),
  })
  .check(
    z.refine(({ max_failures, block_at_failures }) => block_at_failures > max_failures, {
      error: 'block_at_failures must be above max_failures, or the first timeout would be a block',
      path: ['block_at_failures'],
    }),
  );

/** Lockout of a device, and of a user, that keeps failing liveness checks or shows wrong faces. */
export const abusePolicy = z.discriminatedUnion('count', [inWindow, consecutive]);
export type AbusePolicy = z.infer<typeof abusePolicy>;

// ours: one person has few devices, and a shared one has few people at a time
const OURS = { claimed_device_users: 3, max_open_sessions: { user: 5, device: 20 } };

/** Ladders of published guidance. */
export const ABUSE_PRESETS = {
  /**
   * Five failures in three minutes, 30 to 60 minutes of timeout, blocked after three to five repeats
   * (whitepaper 3.2).
   */
  'aws-whitepaper-2024': {
    count: 'in_window',
    max_failures: 5,
    window_seconds: 180,
    timeout_seconds: [1_800, 2_700, 3_600],
    block_at_timeout: 4,
    ...OURS,
  },
  /**
   * Ten failures in a row, then 30 seconds before each further attempt, and 100 in all (NIST SP 800-63B-4,
   * 3.2.3): the numbers for presentation-attack detection, which Face Liveness is. Without it: 5 and 50.
   */
  'nist-63b': {
    count: 'consecutive',
    max_failures: 10,
    timeout_seconds: [30],
    block_at_failures: 100,
    ...OURS,
  },
} satisfies Readonly<Record<string, AbusePolicy>>;
