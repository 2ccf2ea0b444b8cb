import type { components } from './api.d.ts';

/** A problem (RFC 9457) as the API describes it. */
type Problem = components['schemas']['Problem'];

/** Code of a problem; `unknown` for a response that is not one of the API's, such as a proxy's. */
export type ProblemCode = Problem['code'] | 'unknown';

/** An invalid field of a request: its name or path, and what is wrong with it. */
export type InvalidField = NonNullable<Problem['errors']>[number];

/** The API's refusal of a request. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** HTTP status. */
  readonly status: number;
  readonly code: ProblemCode;
  /** Seconds after which the same request may succeed, if the API says so. */
  readonly retryAfterSeconds: number | undefined;
  /** Id of the request, for the API's operators. */
  readonly requestId: string | undefined;
  /** Every invalid field of the request; only with `invalid_request`. */
  readonly errors: readonly InvalidField[];

  constructor(
    status: number,
    code: ProblemCode,
    message: string,
    retryAfterSeconds?: number,
    requestId?: string,
    errors: readonly InvalidField[] = [],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
    this.errors = errors;
  }
}

/** Longest text of a response that is not a problem in the message of the error. */
const MAX_TEXT = 200;

/** Reads a refusal. @param body of the response, parsed if it was JSON */
export function problemOf(response: Response, body: unknown): ApiProblem {
  const problem: Partial<Problem> = typeof body === 'object' && body !== null ? body : {};
  const message = problem.detail ?? problem.title ?? String(body || response.statusText).slice(0, MAX_TEXT);
  return new ApiProblem(
    response.status,
    problem.code ?? 'unknown',
    message,
    secondsOf(response.headers.get('retry-after')),
    response.headers.get('x-request-id') ?? undefined,
    problem.errors,
  );
}

/** The seconds of a Retry-After header; the API sends no dates. */
export function secondsOf(header: string | null): number | undefined {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
