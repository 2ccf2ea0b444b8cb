/**
 * The one retry map: the SDK clients, the state machines and the runbook read their numbers here, because retries
 * multiply (SDK attempts x state machine attempts) and must be budgeted in one place.
 */

/** What Rekognition answers who calls oftener than the quota grants. */
const THROTTLING_ERRORS: readonly string[] = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
];

/** Whether a call was refused for the quota's sake. */
export const isThrottle = (error: unknown): boolean =>
  error instanceof Error && THROTTLING_ERRORS.includes(error.name);

/**
 * Error names of Rekognition, DynamoDB and the AWS SDK that pass by themselves, and our own for a shard that did not
 * answer. A transaction that is canceled by its conditions never gets here: only one that met another writer does.
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
  // a shard did not answer: the search as a whole is tried again, it is never taken as "no duplicate"
  'SearchIncomplete',
] as const;

/** Codes with which Node says that no connection came about, or that it broke off. */
const CONNECTION_ERRORS: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

/** Whether an error passes by itself: then the same call may be answered a moment later, or by another region. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Error &&
  (TRANSIENT_ERRORS.some((name) => name === error.name) ||
    ('code' in error && CONNECTION_ERRORS.includes(String(error.code))));

/** Error names with which Lambda itself fails for a moment. */
export const LAMBDA_TRANSIENT_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
] as const;

/** Attempts an SDK client makes in one call, the first included (the SDK's own default, written down). */
export const SDK_MAX_ATTEMPTS = 3;

/**
 * Retries of one state. Waits of at most 1, 2, 4 and 8 s (full jitter): a throttle burst of a quarter of a minute is
 * ridden out, with at most (1 + 4) x {@link SDK_MAX_ATTEMPTS} = 15 requests for one step.
 */
export const STATE_RETRY = {
  intervalSeconds: 1,
  maxAttempts: 4,
  backoffRate: 2,
  maxDelaySeconds: 8,
} as const;

/**
 * Retries of undoing an enrollment: waits of up to 2, 4, 8 ... 60 s, about six minutes in all, because a face that
 * stays behind outlives the execution, and DeleteFaces has the lowest quota of all (5 a second and region).
 */
export const UNDO_RETRY = {
  intervalSeconds: 2,
  maxAttempts: 10,
  backoffRate: 2,
  maxDelaySeconds: 60,
} as const;
