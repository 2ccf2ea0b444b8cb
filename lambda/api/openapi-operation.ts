import * as z from 'zod/mini';
import { grantFor } from '../kernel/caller.ts';
import { DEFAULT_PROBLEM_BASE_URL, PROBLEMS, type ProblemCode, problemType } from '../kernel/problem.ts';
import { AUDIT_REASON_HEADER, MAX_AUDIT_REASON } from '../platform/audit-reason.ts';
import {
  AUDIT_PROBLEMS,
  BODY_PROBLEMS,
  CLIENT_PROBLEMS,
  COMMON_PROBLEMS,
  type CredentialRoute,
  IDEMPOTENCY_PROBLEMS,
  OPEN_PROBLEMS,
  type OpenRoute,
  pathParameter,
  type Route,
} from '../platform/route.ts';
import { EXAMPLES, PROBLEM_EXAMPLES } from './examples.ts';
import { idOf, type Json, ref } from './openapi-schemas.ts';
import { CLIENT_SECURITY, scopesInWords, securityOf } from './openapi-security.ts';
import { CLIENT_TAG, type Tag } from './openapi-tags.ts';
import type { ClientRoute, RouteName } from './routes.ts';

/** The operation of one route. */
export function operationObject(name: RouteName, route: Route, tag: Tag): Json {
  return {
    operationId: name,
    tags: [tag.name],
    summary: route.summary,
    description: scopesInWords(route),
    security: securityOf(route),
    parameters: [...parametersOf(route, route.path), ...auditReason(route)],
    ...contentOf(name, route, problemsOf(route)),
  };
}

/** The operation of a route as a client token reaches it: the session is the token's. */
export function clientOperationObject({ name, mirrors, route, path }: ClientRoute): Json {
  return {
    operationId: name,
    tags: [CLIENT_TAG.name],
    summary: route.summary,
    description: `As \`${mirrors}\`, on the session of the client token.`,
    security: CLIENT_SECURITY,
    parameters: parametersOf(route, path),
    ...contentOf(mirrors, route, clientProblemsOf(route, path)),
  };
}

function contentOf(name: RouteName, route: Route, problems: readonly ProblemCode[]): Json {
  const example = EXAMPLES[name] ?? {};
  return {
    ...(route.body ? bodyOf(route.body, example.body) : {}),
    responses: {
      [route.success.status]: successResponse(route, example.answer),
      ...problemResponses(problems),
    },
  };
}

/** The operation of a route that takes no token. */
export function openOperationObject(name: string, route: OpenRoute, tag: Tag): Json {
  const { summary, success } = route;
  const example = EXAMPLES[name] ?? {};
  const isPublic = 'maxAgeSeconds' in route;
  return {
    operationId: name,
    tags: [tag.name],
    summary,
    description: isPublic
      ? `Takes no token. The answer may be kept for ${route.maxAgeSeconds} seconds.`
      : 'Takes no token: the secret in the body is the credential. Every secret that is not valid gets one answer.',
    security: [],
    parameters: isPublic ? [] : [IDEMPOTENCY_KEY],
    ...(isPublic ? {} : bodyOf(route.body, example.body)),
    responses: {
      [success.status]: {
        description: success.description,
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
          ...(isPublic ? { 'Cache-Control': { $ref: '#/components/headers/Cache-Control' } } : {}),
        },
        content: {
          'application/json': { schema: ref(idOf(success.schema)), example: example.answer },
        },
      },
      ...problemResponses(isPublic ? OPEN_PROBLEMS : credentialProblems(route)),
    },
  };
}

const bodyOf = (body: z.ZodMiniType, example: unknown): Json => ({
  requestBody: {
    // without a body, a function reads an empty object
    required: !body.safeParse({}).success,
    content: { 'application/json': { schema: ref(idOf(body)), example } },
  },
});

const credentialProblems = ({ problems }: CredentialRoute): readonly ProblemCode[] => [
  'invalid_request',
  ...OPEN_PROBLEMS,
  ...BODY_PROBLEMS,
  'idempotency_key_missing',
  ...problems,
];

/** Every problem that a route can return. */
export const problemsOf = (route: Route): ProblemCode[] => [
  ...COMMON_PROBLEMS,
  ...(route.body ? BODY_PROBLEMS : []),
  ...(route.idempotent ? IDEMPOTENCY_PROBLEMS : []),
  ...(typeof route.audit === 'object' ? AUDIT_PROBLEMS : []),
  ...route.problems,
];

/**
 * Every problem that a route can return to a client token. Its session exists, or is closed, so `not_found`
 * is about what else the path names, and `session_closed` takes the place of `session_expired`.
 */
export const clientProblemsOf = (route: Route, path: string): ProblemCode[] => [
  ...CLIENT_PROBLEMS,
  ...(route.body ? BODY_PROBLEMS : []),
  ...(route.idempotent ? IDEMPOTENCY_PROBLEMS : []),
  ...route.problems.filter(
    (code) => code !== 'session_expired' && (code !== 'not_found' || path.includes('{')),
  ),
];

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A new UUID for each request; send the same one to retry safely. Remembered for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '7c6c5a0e-0b6a-4b0e-9f43-0e7f3c1d2a55',
};

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  id: 'Id of the object, from the response that created it.',
  liveness_session_id: 'Id of the liveness session, from the response that created it.',
  user_id: 'Id of the user: the one that the backend gave, or the `sub` of an end user.',
  device_id: 'Id of the device, as sessions name it.',
  jti: 'Claim `jti` of the proof.',
  request_id: 'Id of the erasure, from the answer to its request.',
  face_id: "Id of the face, from the list of the user's faces.",
  entry_id: 'Id of the entry, from the response that created it.',
  action: 'What to do.',
  image: 'Id of the image, from the `images` of the case.',
  version: 'Number of the version.',
  notice_version: 'Name of the version of the text.',
};

function parametersOf(route: Route, at: string): Json[] {
  const path = [...at.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name],
    schema: schemaOf(name === 'action' && route.actions ? route.actions : pathParameter),
  }));
  const query = route.query ? queryParameters(route.query) : [];
  return [...path, ...query, ...(route.idempotent ? [IDEMPOTENCY_KEY] : [])];
}

/** Why an audited route is called. */
function auditReason(route: Route): Json[] {
  const { audit, scopes } = route;
  if (typeof audit !== 'object') return [];
  const isEveryCallRecorded = scopes.every((scope) => scope === 'operate' || scope === grantFor(route));
  const whose = isEveryCallRecorded ? '' : ' For operators; other callers omit it.';
  return [
    {
      name: AUDIT_REASON_HEADER,
      in: 'header',
      required: audit.reasonRequired === true,
      description: `Why the call is made, for the audit entry \`${audit.action}\`; percent-encode what is not ASCII.${whose}`,
      schema: { type: 'string', minLength: 1, maxLength: MAX_AUDIT_REASON },
      example: 'identity proven by phone, ticket 4711',
    },
  ];
}

function schemaOf(schema: z.ZodMiniType): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema);
  return json;
}

function queryParameters(schema: z.ZodMiniType): Json[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'output' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Json;
    return { name, in: 'query', required: false, description, schema: rest };
  });
}

function successResponse({ idempotent, success }: Route, example: unknown): Json {
  return {
    description: success.description,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
      ...(success.retryAfter ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } : {}),
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
  type: problemType(DEFAULT_PROBLEM_BASE_URL, code),
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  code,
  request_id: '9f1d6b1c-3f0e-4a55-8a53-1d2c3b4a5f60',
  ...PROBLEM_EXAMPLES[code],
});
