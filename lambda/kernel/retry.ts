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
  // an earlier enrollment of the same face is not decided yet
  'CompetitorUndecided',
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

/** HTTP statuses of a service that is down or too busy; its error may have another name in each service. */
const UNAVAILABLE_STATUSES: readonly unknown[] = [500, 502, 503, 504];

const hasTransientName = ({ name }: Error): boolean => TRANSIENT_ERRORS.some((one) => one === name);

const statusOf = (error: Error): unknown =>
  '$metadata' in error
    ? (error.$metadata as { readonly httpStatusCode?: number } | undefined)?.httpStatusCode
    : 0;

/** Whether an error is transient: the same call may succeed later, or in another region. */
export const isTransient = (error: unknown): error is Error =>
  error instanceof Error &&
  (hasTransientName(error) ||
    ('code' in error && CONNECTION_ERRORS.includes(String(error.code))) ||
    UNAVAILABLE_STATUSES.includes(statusOf(error)));

/**
 * Returns the name by which a state machine knows an error. It retries by name, so a transient error that is
 * only known by its code or status, such as a name that DNS does not resolve, gets one of
 * {@link TRANSIENT_ERRORS}.
 */
export const errorNameOf = (error: Error): string =>
  isTransient(error) && !hasTransientName(error) ? 'ServiceUnavailableException' : error.name;

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

/** Outage or throttling of one operation that a state outlasts, in seconds. */
export const OUTLASTED_OUTAGE_SECONDS = 300;

/**
 * Retries of one state, which outlast {@link OUTLASTED_OUTAGE_SECONDS}: waits of up to 1, 2, 4, 8, 16 s and
 * then 30 s each. With full jitter every wait is random from 0 to its bound, and so is their sum: 465 s on
 * average and 931 s at most, with a standard deviation of 48 s. It is below 300 s in 3 of 10,000 executions,
 * and the calls themselves take time on top. A step continues within 30 s of the end of an outage, and makes
 * at most (1 + 35) x {@link SDK_MAX_ATTEMPTS} = 108 requests.
 */
export const STATE_RETRY = {
  intervalSeconds: 1,
  maxAttempts: 35,
  backoffRate: 2,
  maxDelaySeconds: 30,
} as const;
