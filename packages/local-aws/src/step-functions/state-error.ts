/**
 * An error that Retry and Catch can name: what fails a
 * state, and with it the execution when nothing handles it.
 */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** Error name, such as `States.Timeout` or the `errorType` of a Lambda function. */
  readonly error: string;

  /** `cause` is what people read: Step Functions' own wording, or the JSON of a function's error. */
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/**
 * Why an execution stops although none of its states failed. `parked`: the local cloud closes and the
 * execution goes on at the next start. `aborted`: StopExecution, the execution's time-out, or a failed
 * sibling branch.
 */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly kind: 'parked' | 'aborted';

  constructor(kind: 'parked' | 'aborted') {
    super(`execution ${kind}`);
    this.kind = kind;
  }
}

/**
 * Resolves or rejects as `work` does, unless the signal is
 * aborted first: then it rejects with the signal's reason.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
