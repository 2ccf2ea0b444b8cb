import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS, Problem, type ProblemBody, type ProblemCode, problemType } from '../kernel/problem.ts';
import { isTransient } from '../kernel/retry.ts';
import { hasTimedOut } from './request-deadline.ts';

/** Headers of every response: the page's origin if it is allowed, and no caching. */
export function commonHeaders(
  event: APIGatewayProxyEvent,
  allowedOrigins: readonly string[],
): Record<string, string> {
  const origin = headerOf(event, 'origin');
  return {
    'Cache-Control': 'no-store',
    'X-Request-Id': event.requestContext.requestId,
    Vary: 'Origin',
    ...(origin !== undefined && allowedOrigins.includes(origin)
      ? {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Expose-Headers': 'Idempotent-Replayed,Retry-After,X-Request-Id',
        }
      : {}),
  };
}

/** The header that says when to repeat a request, if it says so. */
export const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'Retry-After': String(seconds) };

/** Returns a header's value, ignoring the case of its name. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.entries(event.headers ?? {}).find(([header]) => header.toLowerCase() === name);
  return found?.[1];
}

/** Problems of the server that name their cause, since an operator must act before anything works again. */
const EXPLAINED: readonly ProblemCode[] = ['generation_changed'];

/**
 * Converts an error to a problem (RFC 9457). Internal errors reveal no details.
 * @param baseUrl page that explains problems
 */
export function problemResponse(error: unknown, requestId: string, baseUrl: string): APIGatewayProxyResult {
  const problem = toProblem(error);
  const { status, title } = PROBLEMS[problem.code];
  const { retry_after_seconds } = problem.extensions;
  const body: ProblemBody = {
    type: problemType(baseUrl, problem.code),
    title,
    status,
    ...(status < 500 || EXPLAINED.includes(problem.code) ? { detail: problem.message } : {}),
    code: problem.code,
    request_id: requestId,
    ...problem.extensions,
  };
  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...retryAfter(retry_after_seconds),
    },
    body: JSON.stringify(body),
  };
}

/** Error names that mean "throttled, retry later", beside those of transient errors. */
const BUSY = ['LimitExceededException', 'RequestLimitExceeded', 'SlowDown'];

/** Seconds after which to repeat a request whose service did not answer: it takes a while to recover. */
const TIMED_OUT_RETRY_SECONDS = 5;

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && error.name === 'GenerationChanged')
    return new Problem('generation_changed', error.message, {}, { cause: error });
  if (hasTimedOut(error))
    return new Problem(
      'upstream_throttled',
      'a service does not answer, retry later',
      { retry_after_seconds: TIMED_OUT_RETRY_SECONDS },
      { cause: error },
    );
  const isBusy = isTransient(error) || (error instanceof Error && BUSY.includes(error.name));
  return isBusy
    ? new Problem('upstream_throttled', 'too busy, retry later', { retry_after_seconds: 1 }, { cause: error })
    : new Problem('internal_error', 'internal error', {}, { cause: error });
}
