import * as z from 'zod/mini';
import type { RouteAudit } from '../kernel/audit.ts';
import { type CallerScope, grantFor } from '../kernel/caller.ts';
import type { ProblemCode } from '../kernel/problem.ts';
import {
  apiScope,
  BACKEND_SCOPES,
  OPERATOR_ROLES,
  type OperatorRole,
  ROLES_BY_RANK,
} from '../kernel/tenancy.ts';

/**
 * A route of the REST API: templates create its method, the OpenAPI document
 * its path, handlers validate with it. A caller needs one of `scopes`.
 */
export type Route = RouteContract & (Audited | NotForOperators | ReadsNothingPersonal);

/**
 * A route that operators may call is recorded, and names the least role that it takes; {@link Route} makes
 * the compiler check both.
 */
interface Audited {
  readonly audit: RouteAudit;
  readonly role: OperatorRole;
}
interface NotForOperators {
  readonly scopes: readonly Exclude<CallerScope, 'operate'>[];
  readonly audit?: never;
  readonly role?: never;
}
/** A list that names nobody. */
interface ReadsNothingPersonal {
  readonly method: 'GET';
  readonly audit: 'nothing_personal';
  readonly role: OperatorRole;
}

/** First segment of every path that is behind the authorizer of client tokens. */
export const CLIENT_SESSION_PATH = '/client-session';

interface RouteContract {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the stage `v1`. */
  readonly path: string;
  /**
   * Path at which a client token does the same on its own session, whose id is not in it. All of them are
   * behind one authorizer, whose answer allows every path that begins so.
   */
  readonly client?: `${typeof CLIENT_SESSION_PATH}${string}`;
  readonly scopes: readonly CallerScope[];
  /** Whether a repeated request must not act twice; the Idempotency-Key header is then required. */
  readonly idempotent: boolean;
  readonly summary: string;
  readonly body?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** Values of `{action}` in the path; others are not found. */
  readonly actions?: z.ZodMiniType;
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly schema?: z.ZodMiniType;
    /** Whether it may say when to repeat the request. */
    readonly retryAfter?: true;
  };
  /** Problems of this route, in addition to {@link COMMON_PROBLEMS}. */
  readonly problems: readonly ProblemCode[];
}

/** A route that takes no token. `test/infra/template-laws` names each one. */
export type OpenRoute = PublicRoute | CredentialRoute;

/** A route whose body holds the credential, such as a secret that is exchanged for a token. */
export interface CredentialRoute {
  readonly method: 'POST';
  /** Below the stage `v1`. */
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodMiniType;
  readonly success: {
    readonly status: 200;
    readonly description: string;
    readonly schema: z.ZodMiniType;
  };
  /** Problems of this route, in addition to {@link OPEN_PROBLEMS} and those of its body. */
  readonly problems: readonly ProblemCode[];
}

/** A route that answers everybody the same, such as public keys. */
export interface PublicRoute {
  readonly method: 'GET';
  /** Below the stage `v1`. */
  readonly path: string;
  readonly summary: string;
  /** Seconds for which anybody may keep the answer. */
  readonly maxAgeSeconds: number;
  readonly success: {
    readonly status: 200;
    readonly description: string;
    readonly schema: z.ZodMiniType;
  };
}
export type OpenRoutes = Readonly<Record<string, OpenRoute>>;

/** The routes that one function serves, by operation id. */
export type Routes = Readonly<Record<string, Route>>;

/** Names of the parameters in a path: `id` of `/index-jobs/{id}`. */
export type PathParameter<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never;

/**
 * Value of any parameter in a path: an id, a user's or device's id, or an action. Nothing longer or with a
 * separator can be part of a key; DynamoDB takes keys of 1 to 2 KB and fails on others.
 */
export const pathParameter = z.string().check(
  z.regex(/^[A-Za-z0-9_.:-]{1,128}$/, {
    error: 'must be 1 to 128 letters, digits, or _ . : -',
  }),
);

/** One example per route for the documentation; tests validate it against the schemas. */
export interface Example {
  readonly body?: unknown;
  readonly answer?: unknown;
}
export type Examples = Readonly<Record<string, Example>>;

export const everyone = ['self', 'manage', 'operate'] as const;
export const staff = ['manage', 'operate'] as const;
export const operator = ['operate'] as const;
/** People and backends: operators run no verification of somebody else on a phone. */
export const personAndBackend = ['self', 'manage'] as const;
/** Operators, and backends to which their tenant has granted it. */
export const readerOfReports = ['operate', 'reports'] as const;
export const deleterOfFaces = ['operate', 'users'] as const;
export const keeperOfWebhooks = ['operate', 'webhooks'] as const;
/** Backends alone: operators execute no transactions. */
export const consumerOfProofs = ['proofs'] as const;

/**
 * Scopes of the tokens that API Gateway lets through to a route. Every operator is let through, and every
 * backend where a scope must be granted: API Gateway would answer a role or grant that does not suffice with
 * 401, and a client would sign in again and again.
 */
export function scopesLetThrough(route: Pick<Route, 'scopes'>): string[] {
  const named = route.scopes.flatMap((scope) =>
    scope === 'operate'
      ? ROLES_BY_RANK.map((role) => apiScope(OPERATOR_ROLES[role].scope))
      : [apiScope(scope)],
  );
  return [...new Set([...named, ...(grantFor(route) ? BACKEND_SCOPES.map(apiScope) : [])])];
}

/** Problems that any route can return. */
export const COMMON_PROBLEMS = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'too_many_requests',
  'internal_error',
  'upstream_throttled',
  'upstream_timeout',
] as const satisfies readonly ProblemCode[];

/** Problems of every route that takes no token. */
export const OPEN_PROBLEMS = [
  'too_many_requests',
  'internal_error',
  'upstream_throttled',
  'upstream_timeout',
] as const satisfies readonly ProblemCode[];

/** Problems that any route can return to a client token. */
export const CLIENT_PROBLEMS = [
  ...COMMON_PROBLEMS.filter((code) => code !== 'forbidden'),
  'session_closed',
] as const satisfies readonly ProblemCode[];

/** Further problems of a route that records operators' calls. */
export const AUDIT_PROBLEMS = ['audit_unavailable'] as const satisfies readonly ProblemCode[];

/** Further problems of a route with a body. */
export const BODY_PROBLEMS = [
  'request_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];

/** Further problems of a route that requires an Idempotency-Key. */
export const IDEMPOTENCY_PROBLEMS = [
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_key_reused',
] as const satisfies readonly ProblemCode[];
