/**
 * The retry map of SDK clients, state machines and runbook. Retries multiply
 * (SDK attempts x state machine attempts), so they are budgeted in one place.
 */

/** Error names of calls beyond the quota. */
const THROTTLING_ERRORS: readonly string[] = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
];

/** Whether a call was throttled. */
export const isThrottle = (error: unknown): boolean =>
  error instanceof Error && THROTTLING_ERRORS.includes(error.name);

/**
 * Transient error names of Rekognition, DynamoDB and the AWS SDK, and our own for a shard that did not
 * answer. A transaction canceled by its conditions never gets here: only one that conflicted with other
 * writers in every attempt of {@link CONFLICT_RETRY} does.
 */
export const TRANSIENT_ERRORS = [
  'TransactionCanceledException',
  'TransactionConflictException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'InternalServerError',
  'ServiceUnavailableException',
  'TimeoutError',
  'RateExhausted',
  // a shard did not answer: the whole search is retried and never counts as "no duplicate"
  'SearchIncomplete',
] as const;

/** Codes of Node.js for connections that failed or broke off. */
const CONNECTION_ERRORS: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

/** Whether an error is transient: the same call may succeed later, or in another region. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Error &&
  (TRANSIENT_ERRORS.some((name) => name === error.name) ||
    ('code' in error && CONNECTION_ERRORS.includes(String(error.code))));

/** Transient error names of Lambda itself. */
export const LAMBDA_TRANSIENT_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
] as const;

/** Attempts of an SDK client per call, including the first (the SDK's own default). */
export const SDK_MAX_ATTEMPTS = 3;

/**
 * Attempts of a DynamoDB request that conflicts with a transaction in progress on one of its items.
 * A transaction takes some 15 ms, so the waits are short: at most 10, 20, 40, 80 and then 100 ms (full
 * jitter), 0.65 s in total. The SDK does not retry these conflicts, so each of these attempts has
 * {@link SDK_MAX_ATTEMPTS} of its own for other errors.
 */
export const CONFLICT_RETRY = { maxAttempts: 10, firstWaitMs: 10, maxWaitMs: 100 } as const;

/**
 * Retries of one state: waits of at most 1, 2, 4 and 8 s (full jitter) survive a throttle
 * burst of 15 s, with at most (1 + 4) x {@link SDK_MAX_ATTEMPTS} = 15 requests per step.
 */
export const STATE_RETRY = {
  intervalSeconds: 1,
  maxAttempts: 4,
  backoffRate: 2,
  maxDelaySeconds: 8,
} as const;

/**
 * Retries of undoing an enrollment: waits of up to 2, 4, 8 ... 60 s, about six minutes in all, because a
 * leftover face outlives the execution, and DeleteFaces has the lowest quota (5 per second and region).
 */
export const UNDO_RETRY = {
  intervalSeconds: 2,
  maxAttempts: 10,
  backoffRate: 2,
  maxDelaySeconds: 60,
} as const;
