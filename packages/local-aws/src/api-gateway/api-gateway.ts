import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Telemetry } from '../cloudwatch/telemetry.ts';
import type { CloudRequest, CloudResponse, Emulator } from '../emulator.ts';
import type { Log } from '../log.ts';
import { authorizeByCognito, type VerifyToken } from './cognito-authorizer.ts';
import { type ContextVariables, substituteContext } from './context-variables.ts';
import { GatewayError, gatewayResponse } from './gateway-response.ts';
import { mockResponse } from './mock-integration.ts';
import { proxyEvent, requestTime, SOURCE_IP } from './proxy-event.ts';
import { proxyResponse } from './proxy-response.ts';
import { type GatewayRequest, gatewayRequest, headerValue, requestValue } from './request.ts';
import { createRequestValidator, type RequestValidator } from './request-validation.ts';
import { type RestApi, restApis } from './rest-api.ts';
import { matchRoute, type RouteMatch } from './route-matching.ts';

/** Largest request that API Gateway takes. */
const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

export interface ApiGatewayOptions {
  readonly clock: Clock;
  readonly accountId: string;
  readonly invokeFunction: (arn: string, payload: unknown) => Promise<unknown>;
  readonly verifyToken: VerifyToken;
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
      for (const api of restApis(resources, () => clock.now())) {
        if (byStage.has(api.stage.name)) {
          throw new Error(
            `two REST APIs have a stage "${api.stage.name}"; the local cloud serves a stage by its name, so give them different ones`,
          );
        }
        byStage.set(api.stage.name, { api, validator: createRequestValidator(api) });
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
  { api, validator }: ServedApi,
  request: CloudRequest,
  options: ApiGatewayOptions,
): Promise<CloudResponse> {
  const began = options.clock.now();
  const gateway = gatewayRequest(request, api.stage.name, began);
  const match = matchRoute(api.routes, gateway.method, gateway.path);
  const context = contextOf(api, gateway, match, options.accountId);
  let response: CloudResponse;
  try {
    response = await answer({ api, validator }, gateway, match, context, options);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    context.error = { message: error.message, responseType: error.type };
    const mapped = (expression: string): string | undefined =>
      requestValue(gateway, match?.pathParameters ?? {}, expression);
    response = gatewayResponse(error, api.gatewayResponses, context, mapped);
  }
  record(api, match, context, response, options.clock.now() - began, options.telemetry);
  return {
    ...response,
    headers: { ...response.headers, 'x-amzn-requestid': gateway.id, 'x-amz-apigw-id': gateway.id },
  };
}

/** The order is API Gateway's own: size, route, throttle, authorizer, validator, integration. */
async function answer(
  { api, validator }: ServedApi,
  request: GatewayRequest,
  match: RouteMatch | undefined,
  context: ContextVariables,
  options: ApiGatewayOptions,
): Promise<CloudResponse> {
  if (request.body.length > MAX_PAYLOAD_BYTES) throw new GatewayError('REQUEST_TOO_LARGE');
  if (!match) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
  const { route, pathParameters } = match;
  if (!api.stage.throttle.admit(route.method, route.resourcePath)) throw new GatewayError('THROTTLED');
  const claims =
    route.authorizer && (await authorizeByCognito(route.authorizer, request, options.verifyToken));
  if (claims) context.authorizer = { claims };
  await validator.validate(request, route, pathParameters);
  switch (route.integration.kind) {
    case 'mock':
      return mockResponse(route.integration, request);
    case 'not-emulated':
      throw new GatewayError('NOT_EMULATED', `${route.integration.type} integrations are not emulated here`);
    case 'lambda': {
      const { functionArn, timeoutMs } = route.integration;
      const event = proxyEvent({ api, accountId: options.accountId, request, match, claims });
      const began = options.clock.now();
      const result = await within(timeoutMs, options, () => options.invokeFunction(functionArn, event));
      context.integrationLatency = options.clock.now() - began;
      return proxyResponse(result, headerValue(request, 'accept'), api.binaryMediaTypes);
    }
  }
}

async function within(
  timeoutMs: number,
  { clock, log }: ApiGatewayOptions,
  invoke: () => Promise<unknown>,
): Promise<unknown> {
  const answered = new AbortController();
  const timedOut = clock.sleep(timeoutMs, answered.signal).then(() => {
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

/** The access log line and the metrics of one request. */
function record(
  api: RestApi,
  match: RouteMatch | undefined,
  context: ContextVariables,
  { status, body }: CloudResponse,
  latencyMs: number,
  telemetry: Telemetry,
): void {
  const { accessLog, detailedMetrics, name: stage } = api.stage;
  if (accessLog) {
    const variables = {
      ...context,
      status,
      responseLength: Buffer.byteLength(body),
      responseLatency: latencyMs,
    };
    telemetry.line(
      accessLog.logGroup,
      `${api.id}-${stage}`,
      substituteContext(accessLog.format, variables, '-'),
    );
  }
  const dimensionSets: Record<string, string>[] = [
    { ApiName: api.name },
    { ApiName: api.name, Stage: stage },
  ];
  if (detailedMetrics && match) {
    dimensionSets.push({
      ApiName: api.name,
      Stage: stage,
      Method: match.route.method,
      Resource: match.route.resourcePath,
    });
  }
  for (const dimensions of dimensionSets) {
    const count = (name: string, value: number): void =>
      telemetry.metric({ namespace: 'AWS/ApiGateway', name, dimensions, unit: 'Count', value });
    count('Count', 1);
    count('4XXError', status >= 400 && status < 500 ? 1 : 0);
    count('5XXError', status >= 500 ? 1 : 0);
    const latency = (name: string, value: number): void =>
      telemetry.metric({ namespace: 'AWS/ApiGateway', name, dimensions, unit: 'Milliseconds', value });
    latency('Latency', latencyMs);
    if (typeof context.integrationLatency === 'number')
      latency('IntegrationLatency', context.integrationLatency);
  }
}
