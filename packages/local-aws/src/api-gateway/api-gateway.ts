import { AwsError } from '../aws-error.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Telemetry } from '../cloudwatch/telemetry.ts';
import type { CloudRequest, CloudResponse, Emulator, TemplateResource } from '../emulator.ts';
import type { Log } from '../log.ts';
import { authorizeByCognito, type VerifyToken } from './cognito-authorizer.ts';
import type { ContextVariables } from './context-variables.ts';
import { GatewayError, gatewayResponse } from './gateway-response.ts';
import { createLambdaAuthorizers, type LambdaAuthorizers } from './lambda-authorizers.ts';
import { mockResponse } from './mock-integration.ts';
import { type AuthorizerContext, proxyEvent, requestTime, SOURCE_IP } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';
import { recordRequest } from './record-request.ts';
import { type GatewayRequest, gatewayRequest, headerValue, requestValue } from './request.ts';
import { createRequestValidator, type RequestValidator } from './request-validation.ts';
import { type RestApi, restApis } from './rest-api.ts';
import { matchRoute, type RouteMatch } from './route-matching.ts';

/** Largest request that API Gateway takes. */
const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

export interface ApiGatewayOptions {
  readonly clock: Clock;
  /** By which a function is late: the machine's, by which it computes, and not one that is put forward. */
  readonly machineClock?: Clock;
  readonly accountId: string;
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  readonly verifyToken: VerifyToken;
  /** Permissions to call functions, from all templates. */
  readonly permissions: readonly TemplateResource[];
  readonly telemetry: Telemetry;
  readonly log: Log;
}

export interface ApiGateway extends Emulator {
  /** Whether the first segment of a path is a stage. */
  isStage(segment: string): boolean;
  /** API name -> path of its stage. */
  stages(): Readonly<Record<string, string>>;
}

interface ServedApi {
  readonly api: RestApi;
  readonly validator: RequestValidator;
  readonly lambdaAuthorizers: LambdaAuthorizers;
}

/** The REST APIs of the templates, each at `/{stage}`. */
export function createApiGateway(options: ApiGatewayOptions): ApiGateway {
  const { clock, log } = options;
  const byStage = new Map<string, ServedApi>();
  return {
    service: 'execute-api',
    // it serves the APIs of the templates, and no operation of its own
    operations: [],
    resourceTypes: [
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Resource',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::Deployment',
      'AWS::ApiGateway::Stage',
      'AWS::ApiGateway::Authorizer',
      'AWS::ApiGateway::Model',
      'AWS::ApiGateway::RequestValidator',
      'AWS::ApiGateway::GatewayResponse',
    ],
    provision: async (resources) => {
      for (const api of restApis(resources, options.permissions, () => clock.now())) {
        if (byStage.has(api.stage.name)) {
          throw new Error(
            `two REST APIs have a stage "${api.stage.name}"; the local cloud serves a stage by its name, so give them different ones`,
          );
        }
        byStage.set(api.stage.name, {
          api,
          validator: createRequestValidator(api),
          lambdaAuthorizers: createLambdaAuthorizers(api, options),
        });
        for (const { integration, method, resourcePath } of api.routes) {
          if (integration.kind !== 'not-emulated') continue;
          log({
            level: 'warn',
            source: 'api-gateway',
            message: `${method} ${resourcePath}: ${integration.type} integrations are not emulated`,
          });
        }
      }
    },
    isStage: (segment) => byStage.has(segment),
    stages: () =>
      Object.fromEntries([...byStage.values()].map(({ api }) => [api.name, `/${api.stage.name}`])),
    handle: async (request) => {
      const served = byStage.get(request.url.pathname.split('/')[1] ?? '');
      if (!served) return { status: 403, headers: {}, body: '{"message":"Forbidden"}' };
      return serve(served, request, options);
    },
    close: async () => {},
  };
}

async function serve(
  served: ServedApi,
  request: CloudRequest,
  options: ApiGatewayOptions,
): Promise<CloudResponse> {
  const { api } = served;
  const began = options.clock.now();
  const gateway = gatewayRequest(request, api.stage.name, began);
  const match = matchRoute(api.routes, gateway.method, gateway.path);
  const context = contextOf(api, gateway, match, options.accountId);
  let response: CloudResponse;
  try {
    response = await answer(served, gateway, match, context, options);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    context.error = { message: error.shown ?? undefined, responseType: error.type };
    const mapped = (expression: string): string | undefined =>
      requestValue(gateway, match?.pathParameters ?? {}, expression);
    response = gatewayResponse(error, api.gatewayResponses, context, mapped);
  }
  recordRequest(api, match, context, response, options.clock.now() - began, options.telemetry);
  return {
    ...response,
    headers: { ...response.headers, 'x-amzn-requestid': gateway.id, 'x-amz-apigw-id': gateway.id },
  };
}

/** The order is API Gateway's own: size, route, throttle, authorizer, validator, integration. */
async function answer(
  { api, validator, lambdaAuthorizers }: ServedApi,
  request: GatewayRequest,
  match: RouteMatch | undefined,
  context: ContextVariables,
  options: ApiGatewayOptions,
): Promise<CloudResponse> {
  if (request.body.length > MAX_PAYLOAD_BYTES) throw new GatewayError('REQUEST_TOO_LARGE');
  if (!match) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
  const { route, pathParameters } = match;
  if (!api.stage.throttle.admit(route.method, route.resourcePath)) throw new GatewayError('THROTTLED');
  const authorizer = await authorize(match, request, lambdaAuthorizers, options);
  if (authorizer) context.authorizer = authorizer;
  await validator.validate(request, route, pathParameters);
  switch (route.integration.kind) {
    case 'mock':
      return mockResponse(route.integration, request);
    case 'not-emulated':
      throw new GatewayError('NOT_EMULATED', `${route.integration.type} integrations are not emulated here`);
    case 'lambda': {
      const { functionArn, timeoutMs } = route.integration;
      const event = proxyEvent({ api, accountId: options.accountId, request, match, authorizer });
      const began = options.clock.now();
      const result = await within(timeoutMs, options, () => options.invokeFunction(functionArn, event));
      context.integrationLatency = options.clock.now() - began;
      return proxyResponse(result, headerValue(request, 'accept'), api.binaryMediaTypes);
    }
  }
}

/** @returns what the integration and the access log learn of the caller; undefined where anyone may call */
async function authorize(
  match: RouteMatch,
  request: GatewayRequest,
  lambdaAuthorizers: LambdaAuthorizers,
  { verifyToken }: ApiGatewayOptions,
): Promise<AuthorizerContext | undefined> {
  const { authorizer } = match.route;
  switch (authorizer?.kind) {
    case undefined:
      return undefined;
    case 'cognito':
      return { claims: await authorizeByCognito(authorizer, request, verifyToken) };
    case 'lambda':
      return lambdaAuthorizers.authorize(authorizer, request, match);
    case 'not-emulated':
      throw new GatewayError('NOT_EMULATED', `${authorizer.type} authorizers are not emulated here`);
  }
}

async function within(
  timeoutMs: number,
  { machineClock = systemClock, log }: ApiGatewayOptions,
  invoke: () => Promise<unknown>,
): Promise<unknown> {
  const answered = new AbortController();
  const timedOut = machineClock.sleep(timeoutMs, answered.signal).then(() => {
    throw new GatewayError('INTEGRATION_TIMEOUT');
  });
  // settled by the abort when the function was faster
  timedOut.catch(() => {});
  try {
    return await Promise.race([invoke(), timedOut]);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    // Lambda takes 6 MB, API Gateway 10 MB: between them Lambda's 413 is the response, as in AWS's test tool
    if (error instanceof AwsError && error.status === 413) throw new GatewayError('REQUEST_TOO_LARGE');
    const reason = error instanceof Error ? error.name : 'unknown error';
    log({
      level: 'warn',
      source: 'api-gateway',
      message: `execution failed due to ${reason} of the function`,
    });
    throw new GatewayError('INTEGRATION_FAILURE');
  } finally {
    answered.abort();
  }
}

function contextOf(
  api: RestApi,
  request: GatewayRequest,
  match: RouteMatch | undefined,
  accountId: string,
): ContextVariables {
  return {
    accountId,
    apiId: api.id,
    domainName: `${api.id}.execute-api.${api.region}.amazonaws.com`,
    domainPrefix: api.id,
    extendedRequestId: request.id,
    httpMethod: request.method,
    identity: { sourceIp: SOURCE_IP, userAgent: headerValue(request, 'user-agent') },
    path: request.fullPath,
    protocol: 'HTTP/1.1',
    requestId: request.id,
    requestTime: requestTime(request.time),
    requestTimeEpoch: request.time,
    resourceId: match?.route.resourceId,
    resourcePath: match?.route.resourcePath,
    stage: api.stage.name,
  };
}
