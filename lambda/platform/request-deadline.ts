import { AsyncLocalStorage } from 'node:async_hooks';
import { systemClock, systemTimeout } from './system.ts';

/**
 * Time that the work of one API request may take. A call that hangs is given up in time for the rest: the
 * record of an Idempotency-Key is deleted, so that the client can send the request again.
 */
export const REQUEST_WORK_MS = 8_000;
/** Time by which every request is answered; API Gateway would wait for 29 s, and a person would not. */
export const REQUEST_ANSWER_MS = 9_500;
/** Share of that time for one attempt of a call, 3.5 s, so that a second one fits. */
const ATTEMPT_SHARE = 7 / 16;

/** Thrown if a request has run out of time; another request may succeed. */
export class RequestTimedOut extends Error {
  override readonly name = 'RequestTimedOut';
  constructor() {
    super('the request ran out of time, because a service did not answer');
  }
}

/** An attempt that took too long; the SDK retries by this name, as after its own timeouts. */
class AttemptTimedOut extends Error {
  override readonly name = 'TimeoutError';
}

interface Deadline {
  /** Epoch milliseconds. */
  readonly endsAt: number;
  readonly attemptMs: number;
}

/** Of the current request. */
const deadline = new AsyncLocalStorage<Deadline>();

/**
 * Runs the work of a request. Calls of its clients end with its time: see {@link endWithRequest}.
 * @param milliseconds replaces its time, for tests
 */
export const withinRequest = <Result>(
  work: () => Promise<Result>,
  milliseconds = REQUEST_WORK_MS,
): Promise<Result> =>
  deadline.run(
    { endsAt: systemClock().getTime() + milliseconds, attemptMs: milliseconds * ATTEMPT_SHARE },
    work,
  );

/**
 * Waits for a result for as long as a request may take.
 * @param milliseconds replaces that time, for tests
 * @throws RequestTimedOut
 */
export const inTime = <Result>(result: Promise<Result>, milliseconds = REQUEST_ANSWER_MS): Promise<Result> =>
  raced(result, milliseconds, () => new RequestTimedOut());

/** Whether an error, or what caused it, is that a request has run out of time. */
export const hasTimedOut = (error: unknown): boolean =>
  error instanceof RequestTimedOut || (error instanceof Error && hasTimedOut(error.cause));

async function raced<Result>(
  result: Promise<Result>,
  milliseconds: number,
  failure: () => Error,
): Promise<Result> {
  const signal = systemTimeout(Math.ceil(milliseconds));
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(failure()), { once: true });
    result.then(resolve, reject);
  });
}

/** Wraps the handling of a call in the SDK. */
type Around = <Request, Answer>(
  next: (request: Request) => Promise<Answer>,
) => (request: Request) => Promise<Answer>;

/** The part of an SDK client that this file adds to. */
interface ExtensibleClient {
  readonly middlewareStack: {
    add(around: Around, options: { name: string; step: 'initialize'; override: true }): void;
    addRelativeTo(
      around: Around,
      options: { name: string; relation: 'after'; toMiddleware: string; override: true },
    ): void;
  };
}

/**
 * Ends the calls of a client with the API request that they are made for, and each attempt in time for
 * another. Calls of workflows and schedules are made for no request, and have the client's own timeouts.
 */
export function endWithRequest<Client extends ExtensibleClient>(client: Client): Client {
  const endCall: Around = (next) => (request) => {
    const current = deadline.getStore();
    if (!current) return next(request);
    const left = current.endsAt - systemClock().getTime();
    if (left <= 0) throw new RequestTimedOut();
    return raced(next(request), left, () => new RequestTimedOut());
  };
  const endAttempt: Around = (next) => (request) => {
    const current = deadline.getStore();
    if (!current) return next(request);
    // a call that was given up makes no further attempt
    if (current.endsAt <= systemClock().getTime()) throw new RequestTimedOut();
    const late = () => new AttemptTimedOut(`no answer within ${current.attemptMs} ms`);
    return raced(next(request), current.attemptMs, late);
  };
  client.middlewareStack.add(endCall, { name: 'requestDeadline', step: 'initialize', override: true });
  client.middlewareStack.addRelativeTo(endAttempt, {
    name: 'attemptDeadline',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
    override: true,
  });
  return client;
}
