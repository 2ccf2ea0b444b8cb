import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { issuePaths } from '../kernel/issue-paths.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import '../kernel/messages-of-schemas.ts';
import type { ApiRequest } from './endpoint.ts';
import { headerOf } from './http-response.ts';
import { type CredentialRoute, pathParameter, type Route } from './route.ts';

/** Longest key that is taken; a UUID has 36 characters. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;
/** Ten times the longest body that any contract allows; the rest would be white space. */
const MAX_BODY_BYTES = 64 * 1024;

/** Query of a route that takes none: a parameter that is ignored misleads its sender. */
const noQuery = z.strictObject({});
const pathParameters = z.record(z.string(), pathParameter);

/**
 * Validates all of a request against the contract of its route, before any work.
 * @throws Problem for anything that the caller can change
 */
export function parseRequest<Served extends Route>(
  route: Served,
  event: APIGatewayProxyEvent,
  caller: Caller,
): ApiRequest<Served> {
  const path = parse(pathParameters, event.pathParameters ?? {}, 'path');
  return {
    caller,
    body: route.body && parse(route.body, bodyOf(event), 'body'),
    query: parse(route.query ?? noQuery, event.queryStringParameters ?? {}, 'query'),
    path: (parameter) => {
      const value = path[parameter];
      if (value === undefined) throw new Error(`route ${route.path} has no path parameter ${parameter}`);
      return value;
    },
    idempotencyKey: route.idempotent ? idempotencyKeyOf(event) : '',
  } as ApiRequest<Served>;
}

/** Validates the request of a route that takes no token, and no query. @throws Problem */
export function parseOpenRequest<Served extends CredentialRoute>(
  route: Served,
  event: APIGatewayProxyEvent,
): { readonly body: z.infer<Served['body']>; readonly idempotencyKey: string } {
  parse(noQuery, event.queryStringParameters ?? {}, 'query');
  const body = parse(route.body, bodyOf(event), 'body') as z.infer<Served['body']>;
  return { body, idempotencyKey: idempotencyKeyOf(event) };
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
    throw invalidRequest('Idempotency-Key', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
  return key;
}

/** Parses the body; one without Content-Type is JSON, as for API Gateway's own validation. */
function bodyOf(event: APIGatewayProxyEvent): unknown {
  const { body } = event;
  if (body === null) return {};
  if (Buffer.byteLength(body) > MAX_BODY_BYTES)
    throw new Problem('request_too_large', `a body has at most ${MAX_BODY_BYTES} bytes`);
  const contentType = headerOf(event, 'content-type');
  if (contentType !== undefined && !isJson(contentType))
    throw new Problem('unsupported_media_type', 'send the body as application/json');
  try {
    return JSON.parse(body, refusePrototype);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw invalidRequest('', 'the body is not valid JSON', { cause: error });
  }
}

const isJson = (contentType: string): boolean =>
  contentType.split(';')[0]?.trim().toLowerCase() === 'application/json';

/** No schema sees a member of this name: copying an object drops it. */
function refusePrototype(name: string, value: unknown): unknown {
  if (name === '__proto__')
    throw invalidRequest('__proto__', 'body is not valid: no member may be named __proto__');
  return value;
}

function parse<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'path' | 'query',
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) =>
    issuePaths(issue).map((path) => ({ path: path.join('.'), message: messageOf(issue, value) })),
  );
  const [first] = errors;
  const detail = `${where} is not valid: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? ''}`;
  throw new Problem('invalid_request', detail, { errors });
}

/** Longest text that a message repeats; a number is shorter. */
const MAX_REPEATED_CHARACTERS = 40;

/** Says of an invalid name what names are valid, and of a text in place of a number what was sent. */
function messageOf(issue: z.core.$ZodIssue, sent: unknown): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const [name = ''] = issue.path;
  const text = Object(sent)[name];
  const isText = issue.code === 'invalid_type' && issue.expected === 'number' && typeof text === 'string';
  // the schema of a query converts: it has seen NaN
  return isText && Number.isNaN(Number(text))
    ? `Invalid input: expected number, received ${JSON.stringify(text.slice(0, MAX_REPEATED_CHARACTERS))}`
    : issue.message;
}
