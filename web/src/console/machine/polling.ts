/** Milliseconds between two readings of one job that runs; each leaves an audit entry. */
export const POLL_JOB_MS = 5_000;

/** Milliseconds between two readings of a list with jobs that run. */
export const POLL_LISTS_MS = 10_000;
