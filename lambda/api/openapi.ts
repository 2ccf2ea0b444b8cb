import * as z from 'zod';
import { PROBLEMS, type ProblemCode } from '../kernel/problem.ts';
import { apiScope } from '../kernel/tenancy.ts';
import {
  BODY_PROBLEMS,
  COMMON_PROBLEMS,
  IDEMPOTENCY_PROBLEMS,
  pathParameter,
  type Route,
} from '../platform/route.ts';
import { EXAMPLES, PROBLEM_EXAMPLES } from './examples.ts';
import { ROUTES, type RouteName } from './routes.ts';

type Json = Record<string, unknown>;

const ref = (id: string): Json => ({ $ref: `#/components/schemas/${id}` });

/** Generates the OpenAPI 3.1 document from the routes and schemas of the functions. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { path, method } = ROUTES[name];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(name) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'face-idv',
      version: '1',
      description:
        'Identity verification by face and liveness on Amazon Rekognition. Errors are `application/problem+json` with a stable code (see docs/errors.md). Every POST requires an Idempotency-Key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://{host}/v1', variables: { host: { default: 'api.example.com' } } }],
    security: [{ accessToken: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      headers: {
        'X-Request-Id': { description: 'Id of the request, for support.', schema: { type: 'string' } },
        'Retry-After': {
          description: 'Seconds to wait before the next request.',
          schema: { type: 'integer' },
        },
        'Idempotent-Replayed': {
          description: 'Present if this response repeats that of an earlier request with the same key.',
          schema: { type: 'string', const: 'true' },
        },
      },
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token from the user pool: for an end user, an operator, or a backend (client credentials).',
        },
      },
    },
  };
}

/** Every schema with an id: requests as sent, responses as received. */
function componentSchemas(): Json {
  const schemasFor = (io: 'input' | 'output') =>
    z.toJSONSchema(z.globalRegistry, {
      io,
      uri: (id) => `#/components/schemas/${id}`,
      override: ({ jsonSchema }) => {
        // the format suffices; the pattern of RFC 3339 is a page of text
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
        // responses may grow: clients must not refuse unknown fields
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
      },
    }).schemas;
  const [input, output] = [schemasFor('input'), schemasFor('output')];
  const requests = new Set(routes().flatMap(({ body }) => (body ? [idOf(body)] : [])));
  const ids = Object.keys(output).sort();
  return Object.fromEntries(
    ids.map((id) => {
      const { $schema: _dialect, $id: _uri, ...schema } = (requests.has(id) ? input : output)[id] ?? {};
      return [id, schema];
    }),
  );
}

const routes = (): Route[] => Object.values<Route>(ROUTES);

function idOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('a schema of the API needs an id: .meta({ id })');
  return id;
}

function operationObject(name: RouteName): Json {
  const route: Route = ROUTES[name];
  const example = EXAMPLES[name] ?? {};
  return {
    operationId: name,
    summary: route.summary,
    description: `Requires ${route.scopes.length === 1 ? 'the scope' : 'one of the scopes'} ${route.scopes
      .map((scope) => `\`${apiScope(scope)}\``)
      .join(', ')}.`,
    parameters: parametersOf(route),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref(idOf(route.body)), example: example.body } },
          },
        }
      : {}),
    responses: {
      [route.success.status]: successResponse(route, example.answer),
      ...problemResponses([
        ...COMMON_PROBLEMS,
        ...(route.body ? BODY_PROBLEMS : []),
        ...(route.idempotent ? IDEMPOTENCY_PROBLEMS : []),
        ...route.problems,
      ]),
    },
  };
}

const { $schema: _dialect, ...pathParameterSchema } = z.toJSONSchema(pathParameter);

function parametersOf(route: Route): Json[] {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: pathParameterSchema,
  }));
  const query = route.query ? queryParameters(route.query) : [];
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55',
  };
  return [...path, ...query, ...(route.idempotent ? [idempotencyKey] : [])];
}

function queryParameters(schema: z.ZodType): Json[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'output' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
  }));
}

function successResponse({ idempotent, success }: Route, example: unknown): Json {
  return {
    description: success.description,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
      ...(idempotent ? { 'Idempotent-Replayed': { $ref: '#/components/headers/Idempotent-Replayed' } } : {}),
    },
    ...(success.schema
      ? { content: { 'application/json': { schema: ref(idOf(success.schema)), example } } }
      : {}),
  };
}

/** Problems by status; each status shows one example per code. */
function problemResponses(codes: readonly ProblemCode[]): Json {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = [...new Set(codes.filter((code) => PROBLEMS[code].status === status))];
      const waits = ofStatus.some((code) => PROBLEM_EXAMPLES[code]?.retry_after_seconds !== undefined);
      return [status, problemResponse(ofStatus, waits)];
    }),
  );
}

function problemResponse(codes: readonly ProblemCode[], waits: boolean): Json {
  return {
    description: codes.map((code) => `${PROBLEMS[code].title} (\`${code}\`)`).join(', '),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
      ...(waits ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } : {}),
    },
    content: {
      'application/problem+json': {
        schema: ref('Problem'),
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}

const problemExample = (code: ProblemCode): Json => ({
  type: `/errors#${code}`,
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  code,
  request_id: '9f1d6b1c-3f0e-4a55-8a53-1d2c3b4a5f60',
  ...PROBLEM_EXAMPLES[code],
});
