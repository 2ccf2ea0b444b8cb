import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { PROBLEMS, type ProblemBody, type ProblemCode, problemType } from '../../lambda/kernel/problem.ts';

interface GatewayProblem {
  readonly id: string;
  readonly type: ResponseType;
  readonly status: number;
  readonly template: string;
  /** Headers beyond those of every response. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The stage's bucket gains its whole rate in a second. */
const THROTTLED_SECONDS = 1;

/** Requests that API Gateway refuses before it calls a function; `detail` says what to do. */
const GATEWAY_PROBLEMS: readonly {
  readonly id: string;
  readonly type: ResponseType;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: ProblemBody['errors'];
  readonly retryAfterSeconds?: number;
}[] = [
  {
    id: 'Unauthorized',
    type: ResponseType.UNAUTHORIZED,
    code: 'unauthorized',
    detail:
      'Send a valid, unexpired access token in the Authorization header (Bearer). If a new token is refused too, it lacks the scope of this route: do not get another one. Below /client-session, send the client token of the session.',
  },
  {
    id: 'AccessDenied',
    type: ResponseType.ACCESS_DENIED,
    code: 'forbidden',
    detail: 'The token lacks the scope that this route requires.',
  },
  {
    id: 'NoRoute',
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    code: 'route_not_found',
    detail: 'No route has this method and path; see docs/openapi.json.',
  },
  {
    id: 'BadBody',
    type: ResponseType.BAD_REQUEST_BODY,
    code: 'invalid_request',
    // the models require an object and nothing else
    detail: 'The body is not a JSON object; see docs/openapi.json for this route.',
    errors: [{ path: '', message: 'must be a JSON object' }],
  },
  {
    id: 'UnsupportedMediaType',
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    code: 'unsupported_media_type',
    detail: 'Send the body as application/json.',
  },
  {
    id: 'TooLarge',
    type: ResponseType.REQUEST_TOO_LARGE,
    code: 'request_too_large',
    detail:
      'Send a smaller body. Images do not go through the API: create an upload form and post the image to its URL.',
  },
  {
    id: 'Throttled',
    type: ResponseType.THROTTLED,
    code: 'too_many_requests',
    detail: 'Wait one second, then retry with the same Idempotency-Key.',
    retryAfterSeconds: THROTTLED_SECONDS,
  },
  {
    id: 'IntegrationTimeout',
    type: ResponseType.INTEGRATION_TIMEOUT,
    code: 'upstream_timeout',
    detail: 'Retry with the same Idempotency-Key; nothing is done twice.',
  },
  {
    id: 'ServerError',
    type: ResponseType.DEFAULT_5XX,
    code: 'internal_error',
    detail: 'Retry with the same Idempotency-Key; if it persists, report request_id.',
  },
];

/**
 * API Gateway's own responses as problems, in its template language.
 * @param baseUrl page that explains them
 */
export const gatewayProblems = (baseUrl: string): readonly GatewayProblem[] =>
  GATEWAY_PROBLEMS.map(({ id, type, code, detail, errors, retryAfterSeconds: seconds }) => {
    const { status, title } = PROBLEMS[code];
    const body: ProblemBody = {
      type: problemType(baseUrl, code),
      title,
      status,
      detail,
      code,
      request_id: '$context.requestId',
      ...(errors ? { errors } : {}),
      ...(seconds === undefined ? {} : { retry_after_seconds: seconds }),
    };
    const headers: Record<string, string> = seconds === undefined ? {} : { 'Retry-After': `'${seconds}'` };
    return { id, type, status, headers, template: JSON.stringify(body) };
  });
