import type { CloudResponse } from '../emulator.ts';
import { type ContextVariables, contextValue, substituteContext } from './context-variables.ts';
import type { GatewayResponseProperties } from './rest-api.ts';

/** Responses of API Gateway itself, before or instead of an integration. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly type: GatewayResponseType;
  /** Message of the response; null where API Gateway gives none. */
  readonly shown: string | null;
  /** Validation error of a body; only templates show it. */
  readonly validationError: string | undefined;

  constructor(
    type: GatewayResponseType,
    message: string | null = RESPONSES[type].message,
    validationError?: string,
  ) {
    super(message ?? type);
    this.type = type;
    this.shown = message;
    this.validationError = validationError;
  }
}

/** Status, message and `x-amzn-errortype` of the response types that can occur here. */
const RESPONSES = {
  ACCESS_DENIED: {
    status: 403,
    message: 'User is not authorized to access this resource',
    errorType: 'AccessDeniedException',
  },
  // a function that fails, or whose answer is not a policy; AWS answers {"message":null}
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: 'AuthorizerConfigurationException',
  },
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
      message: error.shown ?? undefined,
      messageString: JSON.stringify(error.shown),
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
