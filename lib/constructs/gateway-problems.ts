import { ResponseType } from 'aws-cdk-lib/aws-apigateway';

interface GatewayProblem {
  readonly id: string;
  readonly type: ResponseType;
  readonly status: number;
  readonly template: string;
}

/** Creates an RFC 9457 body in API Gateway's template language; `detail` says what to do. */
function problem(
  id: string,
  type: ResponseType,
  status: number,
  code: string,
  title: string,
  detail: string,
): GatewayProblem {
  const body = { type: `/errors#${code}`, title, status, detail, code, request_id: '$context.requestId' };
  return { id, type, status, template: JSON.stringify(body) };
}

/** Requests that API Gateway refuses before it calls a function. */
export const GATEWAY_PROBLEMS: readonly GatewayProblem[] = [
  problem(
    'Unauthorized',
    ResponseType.UNAUTHORIZED,
    401,
    'unauthorized',
    'Unauthorized',
    'Send a valid, unexpired access token in the Authorization header (Bearer). If a new token is refused too, it lacks the scope of this route: do not get another one.',
  ),
  problem(
    'AccessDenied',
    ResponseType.ACCESS_DENIED,
    403,
    'forbidden',
    'Forbidden',
    'The token lacks the scope that this route requires.',
  ),
  problem(
    'NoRoute',
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    404,
    'route_not_found',
    'Route not found',
    'No route has this method and path; see docs/openapi.json.',
  ),
  problem(
    'BadBody',
    ResponseType.BAD_REQUEST_BODY,
    400,
    'invalid_request',
    'Invalid request',
    '$context.error.message; see docs/openapi.json for this route.',
  ),
  problem(
    'BadParameters',
    ResponseType.BAD_REQUEST_PARAMETERS,
    400,
    'invalid_request',
    'Invalid request',
    '$context.error.message; see docs/openapi.json for this route.',
  ),
  problem(
    'UnsupportedMediaType',
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    415,
    'unsupported_media_type',
    'Unsupported media type',
    'Send the body as application/json.',
  ),
  problem(
    'TooLarge',
    ResponseType.REQUEST_TOO_LARGE,
    413,
    'request_too_large',
    'Request too large',
    'Send a smaller body. Images do not go through the API: create an upload form and post the image to its URL.',
  ),
  problem(
    'Throttled',
    ResponseType.THROTTLED,
    429,
    'too_many_requests',
    'Too many requests',
    'Wait one second, then retry with the same Idempotency-Key.',
  ),
  problem(
    'IntegrationTimeout',
    ResponseType.INTEGRATION_TIMEOUT,
    504,
    'upstream_timeout',
    'Upstream timeout',
    'Retry with the same Idempotency-Key; nothing is done twice.',
  ),
  problem(
    'ServerError',
    ResponseType.DEFAULT_5XX,
    500,
    'internal_error',
    'Internal error',
    'Retry with the same Idempotency-Key; if it persists, report request_id.',
  ),
];
