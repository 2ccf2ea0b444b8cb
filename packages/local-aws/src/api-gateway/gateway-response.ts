import type { CloudResponse } from '../emulator.ts';
import { type ContextVariables, contextValue, substituteContext } from './context-variables.ts';
import type { GatewayResponseProperties } from './rest-api.ts';

/** Responses of API Gateway itself, before or instead of an integration. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly type: GatewayResponseType;
  /** Validation error of a body; only templates show it. */
  readonly validationError: string | undefined;

  constructor(
    type: GatewayResponseType,
    message: string = RESPONSES[type].message,
    validationError?: string,
  ) {
    super(message);
    this.type = type;
    this.validationError = validationError;
  }
}

/** Status, message and `x-amzn-errortype` of the response types that can occur here. */
const RESPONSES = {
  BAD_REQUEST_BODY: { status: 400, message: 'Invalid request body', errorType: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Bad request', errorType: 'BadRequestException' },
  INTEGRATION_FAILURE: {
    status: 502,
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  NOT_EMULATED: { status: 501, message: 'not emulated', errorType: 'NotImplementedException' },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'Request Too Long',
    errorType: 'RequestEntityTooLargeException',
  },
  THROTTLED: { status: 429, message: 'Too Many Requests', errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
} as const;

export type GatewayResponseType = keyof typeof RESPONSES;

const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' };

/**
 * Builds the response to an error from the template's AWS::ApiGateway::GatewayResponse of its type, else from
 * the one of its class (DEFAULT_4XX, DEFAULT_5XX), else as API Gateway does by default.
 * @param requestValue value of a mapping such as `method.request.header.Origin`.
 */
export function gatewayResponse(
  error: GatewayError,
  declared: Readonly<Record<string, GatewayResponseProperties>>,
  context: ContextVariables,
  requestValue: (expression: string) => string | undefined,
): CloudResponse {
  const standard = RESPONSES[error.type];
  const ofClass = declared[standard.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  const own = declared[error.type];
  const variables: ContextVariables = {
    ...context,
    error: {
      message: error.message,
      messageString: JSON.stringify(error.message),
      responseType: error.type,
      validationErrorString: error.validationError,
    },
  };
  const templates = own?.ResponseTemplates ?? ofClass?.ResponseTemplates ?? DEFAULT_TEMPLATES;
  const [contentType = 'application/json', template = ''] =
    Object.entries(templates).find(([type]) => type === 'application/json') ??
    Object.entries(templates)[0] ??
    [];
  const headers: Record<string, string> = {
    'content-type': contentType,
    'x-amzn-errortype': standard.errorType,
  };
  for (const [name, expression] of Object.entries(
    own?.ResponseParameters ?? ofClass?.ResponseParameters ?? {},
  )) {
    const value = mappedValue(expression, variables, requestValue);
    if (value !== undefined) headers[name.replace(/^gatewayresponse\.header\./, '').toLowerCase()] = value;
  }
  return {
    status: Number(own?.StatusCode ?? standard.status),
    headers,
    body: substituteContext(template, variables, ''),
  };
}

function mappedValue(
  expression: string,
  context: ContextVariables,
  requestValue: (expression: string) => string | undefined,
): string | undefined {
  const literal = /^'(.*)'$/.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  return expression.startsWith('context.')
    ? contextValue(context, expression.slice('context.'.length))
    : requestValue(expression);
}
