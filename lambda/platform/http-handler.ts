import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { z } from 'zod';
import type { Caller } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import { callerOf } from './caller.ts';
import { commonHeaders, headerOf, problemResponse, toProblem } from './http-response.ts';
import type { RunOnce } from './idempotency.ts';
import type { Log } from './logger.ts';
import type { Route } from './route.ts';
import { asTenant } from './tenant-scope.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;
type Member<Served extends Route, Key extends 'body' | 'query'> = Served extends {
  readonly [K in Key]: infer Schema;
}
  ? Parsed<Schema>
  : undefined;
type Answer<Served extends Route> = Served['success'] extends {
  readonly schema: infer Schema extends z.ZodType;
}
  ? z.infer<Schema>
  : undefined;

/** A request that was authorized and validated against the contract. */
export interface ApiRequest<Served extends Route> {
  readonly caller: Caller;
  readonly body: Member<Served, 'body'>;
  readonly query: Member<Served, 'query'>;
  /** Value of a `{name}` in the route's path. */
  readonly path: (name: string) => string;
  /** Empty if the route needs none. */
  readonly idempotencyKey: string;
}

export interface HttpDependencies {
  readonly allowedOrigins: readonly string[];
  readonly emit: EmitMetric;
  readonly log: Log;
  /** Required for idempotent routes. */
  readonly runOnce?: RunOnce;
}

/** The work of a handler for one route. */
export interface Endpoint<Served extends Route, Result> {
  /** Runs once per Idempotency-Key; its result is stored for a day, so it must not contain secrets. */
  readonly execute: (request: ApiRequest<Served>) => Promise<Result>;
  /** Converts a result, or a replayed result, to the response. */
  readonly present: (result: Result, request: ApiRequest<Served>) => Promise<Answer<Served>> | Answer<Served>;
}

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Serves one route: parse, execute, answer; errors become problems.
 * @param name of the route, for the log
 */
export function httpHandler<Served extends Route, Result>(
  name: string,
  route: Served,
  endpoint: Endpoint<Served, Result>,
  dependencies: HttpDependencies,
): HttpHandler {
  return async (event, context) => {
    const { requestId } = event.requestContext;
    const headers = commonHeaders(event, dependencies.allowedOrigins);
    try {
      const request = parseRequest(name, route, event);
      const { replayed, body } = await asTenant(request.caller.tenant, async () => {
        const answer = await run(name, route, request, event, context, endpoint, dependencies);
        return { ...answer, body: await endpoint.present(answer.result, request) };
      });
      const { status } = route.success;
      return {
        statusCode: status,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
        },
        body: body === undefined ? '' : JSON.stringify(body),
      };
    } catch (error) {
      const { code } = toProblem(error);
      if (!(error instanceof Problem)) {
        dependencies.log.error('requestFailed', { request_id: requestId, route: name }, error);
      }
      dependencies.emit('ApiProblem', 1, { Code: code });
      const response = problemResponse(error, requestId);
      return { ...response, headers: { ...headers, ...response.headers } };
    }
  };
}

/** Maximum length of a key; a UUID has 36 characters. */
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
  { execute }: Endpoint<Served, Result>,
  { runOnce }: HttpDependencies,
): Promise<{ readonly result: Result; readonly replayed: boolean }> {
  if (!route.idempotent) return { result: await execute(request), replayed: false };
  if (!runOnce) throw new Error(`route ${name} needs a store for its Idempotency-Keys`);
  const { tenant, subject } = request.caller;
  const content = { route: name, path: event.pathParameters ?? {}, body: request.body ?? {} };
  return runOnce({ tenant, subject, key: request.idempotencyKey, content }, context, () => execute(request));
}
