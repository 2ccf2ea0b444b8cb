import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { z } from 'zod';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { callerOf } from './caller.ts';
import type { Answer, ApiRequest, Endpoint, PresentedEndpoint } from './endpoint.ts';
import { commonHeaders, headerOf, problemResponse, toProblem } from './http-response.ts';
import type { IdempotentAnswer, RunOnce } from './idempotency.ts';
import type { Log } from './logger.ts';
import type { Route } from './route.ts';
import { asTenant } from './tenant-scope.ts';

export interface HttpDependencies {
  readonly allowedOrigins: readonly string[];
  readonly emit: EmitMetric;
  readonly log: Log;
  /** Required for idempotent routes. */
  readonly runOnce?: RunOnce;
}

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Serves one route: parse, execute, answer; errors become problems.
 * @param name of the route, for the log
 */
export function httpHandler<Served extends Route>(
  name: string,
  route: Served,
  endpoint: Endpoint<Served>,
  dependencies: HttpDependencies,
): HttpHandler {
  const { execute, present } = withPresentation(endpoint);
  return async (event, context) => {
    try {
      const request = parseRequest(name, route, event);
      const { replayed, body } = await asTenant(request.caller.tenant, async () => {
        const work = () => execute(request);
        const { result, replayed } = await run(name, route, request, event, context, work, dependencies);
        return { replayed, body: await present(result, request) };
      });
      const { status, schema } = route.success;
      return {
        statusCode: status,
        headers: {
          ...commonHeaders(event, dependencies.allowedOrigins),
          ...(schema ? { 'Content-Type': 'application/json' } : {}),
          ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
        },
        body: schema ? JSON.stringify(body) : '',
      };
    } catch (error) {
      return answerProblem(error, name, event, dependencies);
    }
  };
}

const withPresentation = <Served extends Route>(endpoint: Endpoint<Served>): PresentedEndpoint<Served> =>
  typeof endpoint === 'function'
    ? { execute: endpoint, present: (result) => result as Answer<Served> }
    : endpoint;

/**
 * The response to a failed request; counts the problem, and logs it if it is a fault of ours.
 * @param name of the route, for the log
 */
export function answerProblem(
  error: unknown,
  name: string,
  event: APIGatewayProxyEvent,
  { allowedOrigins, emit, log }: HttpDependencies,
): APIGatewayProxyResult {
  const { requestId } = event.requestContext;
  const { code } = toProblem(error);
  if (!(error instanceof Problem)) log.error('requestFailed', { request_id: requestId, route: name }, error);
  emit('ApiProblem', 1, { Code: code });
  const response = problemResponse(error, requestId);
  return { ...response, headers: { ...commonHeaders(event, allowedOrigins), ...response.headers } };
}

/** Longest key that is taken; a UUID has 36 characters. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

function parseRequest<Served extends Route>(
  name: string,
  route: Served,
  event: APIGatewayProxyEvent,
): ApiRequest<Served> {
  const caller = callerOf(event);
  if (!route.scopes.some((scope) => caller.scopes.includes(scope)))
    throw new Problem('forbidden', `this route requires one of the scopes ${route.scopes.join(', ')}`);
  return {
    caller,
    body: route.body && parse(route.body, parseJson(event.body), 'body'),
    query: route.query && parse(route.query, event.queryStringParameters ?? {}, 'query'),
    path: (parameter) => {
      const value = event.pathParameters?.[parameter];
      if (value === undefined) throw new Error(`route ${name} has no path parameter ${parameter}`);
      return value;
    },
    idempotencyKey: route.idempotent ? idempotencyKeyOf(event) : '',
  } as ApiRequest<Served>;
}

function idempotencyKeyOf(event: APIGatewayProxyEvent): string {
  const key = headerOf(event, 'idempotency-key');
  if (key === undefined || key === '') {
    throw new Problem(
      'idempotency_key_missing',
      'send an Idempotency-Key header with a new UUID; send the same one to retry this request',
    );
  }
  if (!IDEMPOTENCY_KEY.test(key))
    throw new Problem('invalid_request', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
  return key;
}

function parseJson(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '{}');
  } catch (error) {
    throw new Problem('invalid_request', 'the body is not valid JSON', {}, { cause: error });
  }
}

function parse(schema: z.ZodType, value: unknown, where: 'body' | 'query'): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const [first] = errors;
  const detail = `${where} is not valid: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? ''}`;
  throw new Problem('invalid_request', detail, { errors });
}

async function run<Served extends Route, Result>(
  name: string,
  route: Served,
  request: ApiRequest<Served>,
  event: APIGatewayProxyEvent,
  context: Context,
  work: () => Promise<Result>,
  { runOnce }: HttpDependencies,
): Promise<IdempotentAnswer<Result>> {
  if (!route.idempotent) return { result: await work(), replayed: false };
  if (!runOnce) throw new Error(`route ${name} needs a store for its Idempotency-Keys`);
  const { tenant, subject } = request.caller;
  const content = { route: name, path: event.pathParameters ?? {}, body: request.body ?? {} };
  return runOnce({ tenant, subject, key: request.idempotencyKey, content }, context, work);
}
